import { POSTFIX } from './servers/postfix-personalities.ts';
import { hostOf, ZONE } from './servers/served.ts';
import type { DomainTruth } from './truth.ts';

/** A domain that tests names, and what the snapshot must say of it. */
export interface NamesPersonality {
  /** Lines of the zone; names without a final dot stand under it. */
  readonly records: readonly string[];
  readonly truth: DomainTruth;
}

const modern = hostOf('modern');
const plaintext = hostOf('no-starttls');

const NO_MAIL: DomainTruth = {
  kind: 'none',
  failure: null,
  level: 'no-mail',
  starttls: null,
  hosts: [],
  notes: [],
};

/** By the first label: the domain is LABEL.peers.test. */
export const DOMAINS = {
  'two-hosts': {
    records: [`two-hosts MX 20 ${plaintext}.`, `two-hosts MX 10 ${modern}.`],
    truth: {
      ...NO_MAIL,
      kind: 'mx',
      level: 'none',
      starttls: 'some',
      hosts: [modern, plaintext],
    },
  },
  'one-host-dead': {
    records: [
      `one-host-dead MX 10 ${modern}.`,
      `one-host-dead MX 20 mx.one-host-dead`,
      `mx.one-host-dead A 127.60.9.1`,
    ],
    truth: {
      ...NO_MAIL,
      kind: 'mx',
      level: 'authenticated',
      starttls: 'all',
      hosts: [modern, `mx.one-host-dead.${ZONE}`],
    },
  },
  implicit: {
    records: [`implicit A 127.60.0.${POSTFIX['no-starttls'].octet}`],
    truth: {
      ...NO_MAIL,
      kind: 'implicit',
      level: 'none',
      starttls: 'none',
      hosts: [`implicit.${ZONE}`],
    },
  },
  'mx-is-cname': {
    records: [`mx-is-cname MX 10 mx.mx-is-cname`, `mx.mx-is-cname CNAME ${plaintext}.`],
    truth: {
      ...NO_MAIL,
      kind: 'mx',
      level: 'none',
      starttls: 'none',
      hosts: [`mx.mx-is-cname.${ZONE}`],
      notes: ['mx-is-cname'],
    },
  },
  'null-mx': {
    records: ['null-mx MX 0 .', `null-mx A 127.60.0.${POSTFIX.modern.octet}`],
    truth: { ...NO_MAIL, kind: 'null-mx' },
  },
  'null-mx-with-others': {
    records: ['null-mx-with-others MX 0 .', `null-mx-with-others MX 10 ${modern}.`],
    truth: {
      ...NO_MAIL,
      kind: 'mx',
      level: 'authenticated',
      starttls: 'all',
      hosts: [modern],
      notes: ['null-mx-with-others'],
    },
  },
  'no-records': {
    records: ['no-records TXT "no mail here"'],
    truth: NO_MAIL,
  },
  'no-such-name': {
    records: [],
    truth: { ...NO_MAIL, kind: 'nxdomain' },
  },
  'mx-without-address': {
    records: [
      'mx-without-address MX 10 mx.mx-without-address',
      'mx.mx-without-address TXT "no address"',
    ],
    truth: {
      ...NO_MAIL,
      kind: 'mx',
      level: 'unknown',
      starttls: 'unknown',
      hosts: [`mx.mx-without-address.${ZONE}`],
    },
  },
  dead: {
    records: [],
    truth: {
      ...NO_MAIL,
      kind: 'failed',
      failure: { stage: 'dns', code: 'server-failure' },
      level: 'unknown',
      starttls: 'unknown',
    },
  },
} as const satisfies Record<string, NamesPersonality>;
