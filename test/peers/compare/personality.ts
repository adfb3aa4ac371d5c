import type { DaemonSpec } from '../servers/daemon.ts';
import type { Front } from './front.ts';
import type { Truth } from './facts.ts';

/** Whether a personality is wanted, by its name. */
export type Wanted = (name: string) => boolean;

/** A server that speaks TLS alone, on a port of 127.0.0.1, before it is started. */
export interface Behind {
  readonly name: string;
  readonly port: number;
  readonly daemon: DaemonSpec;
  readonly truth: Truth;
}

/** A server that was asked, as the page needs it. */
export interface Described {
  readonly kind: string;
  readonly name: string;
  readonly truth: Truth;
}

/** One server as every tool is sent to it: through a front that counts. */
export interface Personality extends Described {
  readonly host: string;
  /** Of the front. */
  readonly address: string;
  readonly front: Front;
}

/**
 * Whether a server speaks TLS 1.3 and 1.2 and nothing older, with an ordinary key, as one of today does. One with another key
 * refuses TLS 1.1 by an alert that may be about the key, so that it is asked once more.
 */
export function isModern({ truth }: Described): boolean {
  const isOrdinary = /^(RSA|EC) /.test(truth.key ?? '');
  return (
    isOrdinary &&
    truth['TLSv1.3'] === 'yes' &&
    truth['TLSv1.2'] === 'yes' &&
    truth['TLSv1.1'] === 'no'
  );
}
