import { offersAuth } from '../../judge/own-server.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { CheckOutcome } from '../../model/output/check.ts';
import type {
  ServerFinding,
  ServerOnion,
  ServerPort,
  ServerQuestion,
} from '../../model/output/server-check.ts';
import type { ServerDialogue } from '../../model/output/server-dialogue.ts';
import type { EndpointClass } from '../../model/records/words.ts';
import { tlsStartOf } from '../../model/tls-start.ts';
import { certificateLines, handshakeLine, type TlsEndpoint } from '../answer/tls-lines.ts';
import { makePalette } from '../document/palette.ts';
import { eachPresentedBy, type Certificates } from '../words/certificate-words.ts';
import { claimOf } from '../words/outcome-words.ts';
import { onionRelayFinding, relayFinding } from './relay-finding.ts';
import { IS_DEPRECATED, spokenVersions, versionRange } from '../words/version-words.ts';

/** What the findings of a server are made with. `at`: the instant of the check; `date`: its day. */
export interface FindingContext {
  certificates: Certificates;
  at: string;
  date: string;
}

type Finding = Pick<ServerFinding, 'question' | 'outcome' | 'evidence'>;

/** Returns what was found about each port of a server, one finding a question. */
export function findingsOf(ports: readonly ServerPort[], context: FindingContext): ServerFinding[] {
  return ports.flatMap((found) => {
    const { port, endpoint } = found;
    const { address } = endpoint;
    return portFindings(found, context).map((finding) => ({ address, port, ...finding }));
  });
}

/** Returns what was found about the onion service of a server. */
export function onionFindings({ host, port, dialogue }: ServerOnion): ServerFinding[] {
  return [{ address: host, port, ...onionRelayFinding(dialogue) }];
}

function portFindings(
  { port, endpoint, dialogue }: ServerPort,
  context: FindingContext,
): Finding[] {
  const tls = tlsFinding(endpoint, context.date);
  if (dialogue === null) return [tls];
  return [
    tls,
    ...(showsTls(endpoint) ? [certificateFinding(endpoint, context)] : []),
    ...authFindings(port, dialogue),
    relayFinding(dialogue, endpoint.address),
  ];
}

function showsTls(endpoint: Endpoint): endpoint is TlsEndpoint {
  return endpoint.tls !== null;
}

const OF_CLASS = {
  tls: 'ok',
  plaintext: 'failed',
  broken: 'failed',
  unknown: 'unknown',
} as const satisfies Record<EndpointClass, CheckOutcome>;

function tlsFinding(endpoint: Endpoint, date: string): Finding {
  const question = 'tls';
  if (endpoint.outcome !== 'tls') {
    const { failure } = endpoint;
    const detail = failure === null || failure.detail === '' ? '' : ` (${failure.detail})`;
    const evidence =
      failure?.code === 'refused'
        ? 'no server on this port: connection refused'
        : `${claimOf(endpoint, date)}${detail}`;
    return { question, outcome: OF_CLASS[classOf(endpoint)], evidence };
  }
  const old = spokenVersions([endpoint.tls]).some((version) => IS_DEPRECATED[version]);
  const parts = [versionRange(endpoint.tls) ?? 'TLS', handshakeLine(endpoint)];
  return {
    question,
    outcome: old ? 'warning' : 'ok',
    evidence: parts.filter((each) => each !== null).join(', '),
  };
}

function certificateFinding(endpoint: TlsEndpoint, { certificates, at }: FindingContext): Finding {
  const presented = eachPresentedBy(endpoint, certificates, at);
  const lines = certificateLines(endpoint, presented, { mtaSts: null }, makePalette(false));
  const { problems, undetermined } = endpoint;
  const isKnown = problems !== null && undetermined.length === 0;
  const isWrong = problems !== null && problems.length > 0;
  const isSeen = endpoint.certificate !== null || isWrong;
  return {
    question: 'certificate',
    outcome: isWrong ? 'failed' : isKnown ? 'ok' : 'unknown',
    evidence: isSeen ? lines.join('; ') : 'it was not seen',
  };
}

/** The port of mail between servers, where clients have no AUTH. */
const MX_PORT = 25;

function authFindings(port: number, { beforeTls, insideTls }: ServerDialogue): Finding[] {
  const before: Finding[] =
    tlsStartOf(port) === 'implicit' ? [] : [beforeFinding(offersAuth(beforeTls))];
  return port === MX_PORT ? before : [...before, insideFinding(offersAuth(insideTls))];
}

function beforeFinding(isOffered: boolean | null): Finding {
  const question = 'auth-before-tls';
  if (isOffered === null) return { question, outcome: 'unknown', evidence: 'no reply to EHLO' };
  return isOffered
    ? {
        question,
        outcome: 'failed',
        evidence: 'AUTH is offered before STARTTLS: a client may send its password in plaintext',
      }
    : { question, outcome: 'ok', evidence: 'AUTH is not offered before STARTTLS' };
}

function insideFinding(isOffered: boolean | null): Finding {
  const question = 'auth';
  if (isOffered === null) {
    return { question, outcome: 'unknown', evidence: 'no reply to EHLO inside TLS' };
  }
  return isOffered
    ? { question, outcome: 'ok', evidence: 'AUTH is offered inside TLS' }
    : {
        question,
        outcome: 'warning',
        evidence: 'AUTH is not offered inside TLS: no user can submit mail here',
      };
}

/** The order and the names of the questions, for people. */
export const QUESTION_NAMES = {
  tls: 'TLS',
  certificate: 'certificate',
  'auth-before-tls': 'AUTH before TLS',
  auth: 'AUTH',
  relay: 'relay',
} as const satisfies Record<ServerQuestion, string>;
