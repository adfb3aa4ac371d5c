import { encodeResponse, lookUp, type LabQuery, type ZoneAnswer } from './dns-answer.ts';
import {
  zoneKey,
  type DnsAct,
  type DnsBehaviour,
  type DnsTransport,
  type LabRecordType,
  type TcpFallback,
  type ZoneName,
} from './dns-zone.ts';

/** What a server sends for one query: whole messages, and over TCP the way in which they go wrong. */
export interface DnsReply {
  readonly messages: readonly Buffer[];
  readonly tcp: TcpFallback;
}

/** A query and all that its answer depends on. */
export interface DnsScene {
  readonly zone: ReadonlyMap<string, ZoneName>;
  readonly query: LabQuery;
  readonly bytes: Buffer;
  readonly transport: DnsTransport;
  /** How often this name and type was asked for before. */
  readonly turn: number;
}

const POLITE: DnsBehaviour = { kind: 'answer' };

/** The behaviour whose turn it is at this query. */
export function behaviourOf({ zone, query, turn }: DnsScene): DnsBehaviour {
  const all = zone.get(zoneKey(query.name))?.behaviours;
  const own = all && Object.hasOwn(all, query.type) ? (query.type as LabRecordType) : 'ANY';
  const chosen = all?.[own] ?? POLITE;
  return 'kind' in chosen ? chosen : (chosen[Math.min(turn, chosen.length - 1)] ?? POLITE);
}

/** Plays an act: the messages it sends. Over UDP an answer that is too long for the client is truncated. */
export function play(act: DnsAct, scene: DnsScene): DnsReply {
  const player = players[act.kind] as (act: DnsAct, scene: DnsScene) => DnsReply;
  return player(act, scene);
}

type Players = {
  readonly [K in DnsAct['kind']]: (act: Extract<DnsAct, { kind: K }>, scene: DnsScene) => DnsReply;
};

const players = {
  answer: (_, scene) => send(scene, zoneSays(scene)),
  nodata: (_, scene) => send(scene, { ...zoneSays(scene), rcode: 'NOERROR', answers: [] }),
  nxdomain: (_, scene) => send(scene, { ...zoneSays(scene), rcode: 'NXDOMAIN', answers: [] }),
  rcode: ({ rcode }, scene) => send(scene, failure(rcode)),
  silent: ({ over }, scene) =>
    over === undefined || over === scene.transport ? nothing : send(scene, zoneSays(scene)),
  truncated: ({ tcp }, scene) =>
    scene.transport === 'tcp'
      ? { ...send(scene, zoneSays(scene)), tcp }
      : whole(encodeResponse(scene.query, zoneSays(scene), true)),
  'wrong-id-first': (_, scene) => {
    const other = { ...scene.query, id: scene.query.id ^ 0xffff };
    return whole(
      encodeResponse(other, { rcode: 'NOERROR', answers: [], authenticated: false }),
      encodeResponse(scene.query, zoneSays(scene)),
    );
  },
  'wrong-question': (_, scene) =>
    whole(encodeResponse({ ...scene.query, name: 'not-asked.example' }, zoneSays(scene))),
  'other-owner': ({ owner }, scene) => {
    const said = zoneSays(scene);
    return send(scene, { ...said, answers: said.answers.map((one) => ({ ...one, name: owner })) });
  },
  rotate: (_, scene) => {
    const said = zoneSays(scene);
    const first = said.answers.length === 0 ? 0 : scene.turn % said.answers.length;
    const answers = [...said.answers.slice(first), ...said.answers.slice(0, first)];
    return send(scene, { ...said, answers });
  },
  bogus: (_, scene) =>
    send(
      scene,
      scene.query.checkingDisabled
        ? { ...zoneSays(scene), authenticated: false }
        : failure('SERVFAIL'),
    ),
  raw: ({ bytes }, scene) => whole(bytes(scene.bytes)),
} satisfies Players;

const nothing: DnsReply = { messages: [], tcp: 'full' };

function zoneSays({ zone, query }: DnsScene): ZoneAnswer {
  return lookUp(zone, query);
}

function failure(rcode: ZoneAnswer['rcode']): ZoneAnswer {
  return { rcode, answers: [], authenticated: false };
}

function whole(...messages: readonly Buffer[]): DnsReply {
  return { messages, tcp: 'full' };
}

function send({ query, transport }: DnsScene, answer: ZoneAnswer): DnsReply {
  const bytes = encodeResponse(query, answer);
  const tooLong = transport === 'udp' && bytes.length > query.udpBytes;
  return whole(tooLong ? encodeResponse(query, answer, true) : bytes);
}
