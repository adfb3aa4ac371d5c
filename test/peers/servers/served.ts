import { accessSync, constants } from 'node:fs';
import type { LabCertificate } from '../../lab/certificates.ts';
import type { Daemon } from './daemon.ts';
import type { EndpointTruth } from '../truth.ts';

/** The domain under which every name of the peers stands. */
export const ZONE = 'peers.test';

/** One endpoint that a real server serves. */
export interface Served {
  /** Of the personality; the mail domain is NAME.peers.test. */
  readonly name: string;
  /** The MX host of that domain. */
  readonly host: string;
  readonly address: string;
  /** The certificates it presents, its own first. */
  readonly presented: readonly LabCertificate[];
  readonly truth: EndpointTruth;
}

/** The running programs of one kind of server. */
export interface Running {
  readonly daemons: readonly Daemon[];
  readonly served: readonly Served[];
}

/** Whether a server can be started on this machine. */
export type Availability = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** The MX host of a personality. */
export function hostOf(name: string): string {
  return `mx.${name}.${ZONE}`;
}

/**
 * Whether the files that a server needs are there, and whether this process is root, as every server here drops to
 * accounts of its own.
 */
export function whetherInstalled(server: string, files: readonly string[]): Availability {
  if (process.getuid?.() !== 0)
    return { ok: false, reason: `${server} can be started by root only` };
  const absent = files.find((file) => !isReadable(file));
  return absent === undefined ? { ok: true } : { ok: false, reason: `${server}: no ${absent}` };
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
