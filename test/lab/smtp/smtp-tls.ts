import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import type { LabCertificate } from '../certificates.ts';
import type { ServedCertificate, TlsBehaviour } from './smtp-behaviour.ts';

/** What a handshake needs, made once for all connections. */
export interface TlsSetup {
  readonly context: SecureContext;
  readonly sni: ReadonlyMap<string, SecureContext>;
  readonly requiresClientCertificate: boolean;
}

/**
 * Prepares the contexts of a TLS behaviour.
 * @throws what OpenSSL throws on options it does not take: a bug of the test
 */
export function prepareTls(behaviour: TlsBehaviour): TlsSetup {
  const names = Object.entries(behaviour.sni ?? {});
  return {
    context: secureContext(behaviour, behaviour),
    sni: new Map(names.map(([name, served]) => [name, secureContext(behaviour, served)])),
    requiresClientCertificate: behaviour.requiresClientCertificate ?? false,
  };
}

/**
 * Turns an accepted connection into the server's end of a TLS connection. Bytes put back into it count.
 * @param hello the first chunk of the ClientHello, for its server name
 */
export function upgrade(raw: Socket, hello: Buffer, setup: TlsSetup): TLSSocket {
  return new TLSSocket(raw, {
    isServer: true,
    secureContext: contextFor(hello, setup),
    requestCert: setup.requiresClientCertificate,
    rejectUnauthorized: setup.requiresClientCertificate,
  });
}

/** Chosen before the handshake, as Node's SNICallback would add a key of another kind to the default one. */
function contextFor(hello: Buffer, { context, sni }: TlsSetup): SecureContext {
  for (const [name, own] of sni) {
    // HostName of RFC 6066 §3: type 0, two bytes of length, the name.
    if (hello.includes(Buffer.from(`\0\0${String.fromCharCode(name.length)}${name}`, 'latin1'))) {
      return own;
    }
  }
  return context;
}

function secureContext(behaviour: TlsBehaviour, served: ServedCertificate): SecureContext {
  const maxVersion = behaviour.maxVersion ?? 'TLSv1.3';
  const minVersion = behaviour.minVersion ?? (maxVersion < 'TLSv1.2' ? maxVersion : 'TLSv1.2');
  return createSecureContext({
    minVersion,
    maxVersion,
    // TLS 1.0, 1.1 and SHA-1 do not go beyond security level 0.
    ciphers: behaviour.ciphers ?? 'DEFAULT:@SECLEVEL=0',
    ...(behaviour.ecdhCurve === undefined ? {} : { ecdhCurve: behaviour.ecdhCurve }),
    ...certificates(behaviour, served),
    ...behaviour.context,
  });
}

function certificates(
  { second, secondChain = [] }: TlsBehaviour,
  served: ServedCertificate,
): object {
  const leaf = served.certificate ?? undefined;
  if (leaf === undefined) return {};
  const pems = (sent: readonly LabCertificate[]) => sent.map(({ pem }) => pem).join('\n');
  const sent = pems([leaf, ...(served.chain ?? [])]);
  if (second === undefined) return { cert: sent, key: leaf.keyPem };
  return { cert: [sent, pems([second, ...secondChain])], key: [leaf.keyPem, second.keyPem] };
}
