import { once } from 'node:events';
import {
  createServer as createHttp,
  type IncomingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { LabCertificate } from './certificates.ts';

/** A document that came. */
interface Posted {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver does with a document that has come whole. */
export type WebhookAct = (answer: ServerResponse) => void;

/** A running receiver of notifications on loopback. */
export interface LabWebhook {
  port: number;
  /** All that came, in its order. */
  posts: readonly Posted[];
  close(): Promise<void>;
}

/** Starts a receiver that does one act after the other, and the last one again and again. Without a certificate it speaks HTTP. */
export async function startWebhook(
  acts: readonly WebhookAct[],
  certificate: LabCertificate | null = null,
): Promise<LabWebhook> {
  const posts: Posted[] = [];
  const listener: RequestListener = (request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const act = acts[Math.min(posts.length, acts.length - 1)];
      posts.push({ method, path: url, headers, body });
      act?.(answer);
    });
  };
  const server =
    certificate === null
      ? createHttp(listener)
      : createHttps({ cert: certificate.pem, key: certificate.keyPem }, listener);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    posts,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers with a status and fields. */
export function answer(status: number, fields: Readonly<Record<string, string>> = {}): WebhookAct {
  return (response) => {
    response.writeHead(status, fields).end('what was posted to /hooks/secret');
  };
}

/** Closes the connection without an answer. */
export const hangUp: WebhookAct = (response) => {
  response.destroy();
};

/** Says nothing and leaves the connection open. */
export const silence: WebhookAct = () => undefined;

/** Begins an answer whose body never ends. */
export const endless: WebhookAct = (response) => {
  response.writeHead(200);
  response.write('more');
};
