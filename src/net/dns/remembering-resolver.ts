import type { DnsAnswer, Resolver } from './dns-answer.ts';

/** Answers of one type of record that are kept at most: the oldest are forgotten first, and asked for again. */
const MOST = 100_000;

/**
 * Wraps a resolver so that it is asked each question once, for several surveys of the same names in one run: they share the
 * answer, also while it is awaited. A failure is not an answer: it is given to those that wait for it, and asked again.
 */
export function withMemory(resolver: Resolver, most = MOST): Resolver {
  const remembered = <R>(
    ask: (name: string) => Promise<DnsAnswer<R>>,
  ): ((name: string) => Promise<DnsAnswer<R>>) => {
    const memory = new Memory(ask, most);
    return (name) => memory.ask(name);
  };
  return {
    mx: remembered((name) => resolver.mx(name)),
    ipv4: remembered((name) => resolver.ipv4(name)),
    ipv6: remembered((name) => resolver.ipv6(name)),
    alias: remembered((name) => resolver.alias(name)),
    tlsa: remembered((name) => resolver.tlsa(name)),
    txt: remembered((name) => resolver.txt(name)),
    srv: remembered((name) => resolver.srv(name)),
    validates: () => resolver.validates(),
  };
}

/** The answers to the questions about one type of record. */
class Memory<R> {
  readonly #ask: (name: string) => Promise<DnsAnswer<R>>;
  readonly #most: number;
  readonly #answers = new Map<string, Promise<DnsAnswer<R>>>();

  constructor(ask: (name: string) => Promise<DnsAnswer<R>>, most: number) {
    this.#ask = ask;
    this.#most = most;
  }

  ask(name: string): Promise<DnsAnswer<R>> {
    const known = this.#answers.get(name);
    if (known !== undefined) return known;
    const asked = this.#ask(name).then((answer) => {
      if (answer.kind === 'failed') this.#answers.delete(name);
      return answer;
    });
    this.#answers.set(name, asked);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#most && oldest !== undefined) this.#answers.delete(oldest);
    return asked;
  }
}
