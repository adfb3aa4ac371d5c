import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import {
  encodeResponse,
  readQuery,
  type LabQuery,
  type ZoneAnswer,
} from '../../test/lab/dns/dns-answer.ts';
import {
  addressAt,
  addressIndexOf,
  domainIndexOf,
  hostCount,
  hostIndexOf,
  mxHostsOf,
  operatorOf,
  type LargeWorld,
} from './large-world.ts';

/** What a DNS server was asked: all questions, the distinct (name, type) among them, and those of these that the world has no record of. */
interface QuestionCounts {
  questions: number;
  distinct: number;
  others: number;
}

/** The DNS of a large world. */
export interface LargeDns {
  address: string;
  port: number;
  counts(): QuestionCounts;
  close(): void;
}

const NOT_SECURE = { rcode: 'NOERROR', authenticated: false } as const;

/** Starts a DNS server (UDP) that computes its answers from the rule of the world: it holds a bit for each name. */
export async function startLargeDns(world: LargeWorld): Promise<LargeDns> {
  const asked = new AskedNames(world);
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  socket.on('message', (bytes, from) => {
    const query = readQuery(bytes);
    const [place, answer] = answerTo(world, query);
    asked.count(place, query);
    socket.send(encodeResponse(query, answer), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    ...socket.address(),
    counts: () => asked.counts(),
    close: () => {
      socket.close();
    },
  };
}

/** The number of a question and the answer to it: domains first, then hosts; null for a question that no survey has to ask. */
function answerTo(world: LargeWorld, { name, type }: LabQuery): [number | null, ZoneAnswer] {
  const owner = name.toLowerCase();
  const domain = domainIndexOf(world, owner);
  if (domain !== null && type === 'MX') {
    const answers = mxHostsOf(operatorOf(world, domain), domain).map((exchange, nth) => ({
      ...{ type, name, ttl: 300 },
      data: { preference: 10 * (nth + 1), exchange },
    }));
    return [domain, { ...NOT_SECURE, answers }];
  }
  const host = hostIndexOf(world, owner);
  if (host !== null && type === 'A') {
    const data = addressAt(addressIndexOf(host));
    return [world.domains + host, { ...NOT_SECURE, answers: [{ type, name, ttl: 300, data }] }];
  }
  const isThere = domain !== null || host !== null || owner === '.' || owner === '';
  return [null, { ...NOT_SECURE, rcode: isThere ? 'NOERROR' : 'NXDOMAIN', answers: [] }];
}

class AskedNames {
  readonly #asked: Uint8Array;
  readonly #others = new Set<string>();
  #questions = 0;
  #distinct = 0;

  constructor(world: LargeWorld) {
    this.#asked = new Uint8Array(world.domains + hostCount(world));
  }

  count(place: number | null, { name, type }: LabQuery): void {
    this.#questions++;
    if (place === null) {
      this.#others.add(`${name} ${type}`);
    } else if (this.#asked[place] === 0) {
      this.#asked[place] = 1;
      this.#distinct++;
    }
  }

  counts(): QuestionCounts {
    return {
      questions: this.#questions,
      distinct: this.#distinct + this.#others.size,
      others: this.#others.size,
    };
  }
}
