import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Endpoint, SmtpFacts, TlsFacts } from '../src/model/records/endpoint.ts';
import {
  snapshotText,
  type KeptSnapshot,
  type WritableSnapshot,
} from '../src/model/records/snapshot-text.ts';
import type { Survey } from '../src/model/records/survey.ts';
import { makeEndpoint, makeSurvey } from '../test/model/make-records.ts';

/** So many characters go to the disk in one piece. */
const PIECE = 1 << 20;

/** Writes a snapshot to a new file. */
export function writeMadeSnapshot(file: string, snapshot: WritableSnapshot | KeptSnapshot): void {
  const fd = openSync(file, 'wx');
  let piece = '';
  for (const text of snapshotText(snapshot)) {
    piece += text;
    if (piece.length < PIECE) continue;
    writeSync(fd, piece);
    piece = '';
  }
  writeSync(fd, piece);
  closeSync(fd);
}

/** What a survey of a day says of itself, with as many endpoints with and without STARTTLS as there are. */
export function madeSurvey(
  date: string,
  domains: number,
  endpoints: readonly Pick<Endpoint, 'outcome'>[],
  overrides: Partial<Survey> = {},
): Survey {
  const tls = endpoints.filter(({ outcome }) => outcome === 'tls').length;
  const { counts } = makeSurvey();
  return makeSurvey({
    date,
    startedAt: `${date}T03:00:00Z`,
    finishedAt: `${date}T09:00:00Z`,
    lists: [{ file: 'domains/all.txt', sha256: sha256('list'), domains }],
    counts: {
      ...counts,
      ...{ domains, endpoints: endpoints.length, tls, plaintext: endpoints.length - tls },
    },
    ...overrides,
  });
}

/** Where an endpoint is. */
export interface Place {
  host: string;
  address: string;
}

/** An ordinary server with TLS, whose certificate is on a path over issuers to a trusted root. */
export function madeTlsEndpoint(
  place: Place,
  tls: Pick<TlsFacts, 'version' | 'versions'>,
  certificate: string,
  issuers: readonly string[],
): Endpoint {
  return makeEndpoint({
    ...place,
    tls: { ...tls, cipher: 'TLS_AES_256_GCM_SHA384', group: 'X25519' },
    smtp: smtpOf(place, 'offered'),
    certificate,
    chain: [certificate, ...issuers],
    path: { outcome: 'trusted', via: [...issuers] },
  });
}

/** An ordinary server without STARTTLS. */
export function madePlaintextEndpoint(place: Place): Endpoint {
  return makeEndpoint({ ...place, outcome: 'plaintext', smtp: smtpOf(place, 'not-offered') });
}

function smtpOf({ host }: Place, starttls: SmtpFacts['starttls']): SmtpFacts {
  return {
    greeting: `220 ${host} ESMTP Postfix`,
    hello: 'EHLO',
    ehlo: ['PIPELINING', 'SIZE 10240000', 'STARTTLS', '8BITMIME'],
    starttls,
  };
}

/** The hash of a text, as the hash of something that is made up. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
