import { factsOf, type EndpointFacts } from '../judge/endpoint-facts.ts';
import { firstIndex, GrowingNumbers } from '../model/growing-numbers.ts';
import { GrowingTexts } from './growing-texts.ts';

/**
 * Keeps of many endpoints what the verdicts on their domains take, by host, in a few bytes each: what became of them is
 * nearly always one of a few hundred things, and each of those is kept once.
 */
export class EndpointTable {
  readonly #hosts = new GrowingTexts();
  readonly #firstOfHost = new GrowingNumbers();
  readonly #addresses = new GrowingTexts();
  readonly #kindOf = new GrowingNumbers();
  readonly #kinds: EndpointFacts[] = [];
  readonly #kindByText = new Map<string, number>();
  #last: string | null = null;

  /** Takes the next endpoint, in the order of the format: sorted by host. */
  add(endpoint: EndpointFacts): void {
    const { host, address } = endpoint;
    if (host !== this.#last) {
      this.#hosts.push(host);
      this.#firstOfHost.push(this.#kindOf.length);
      this.#last = host;
    }
    this.#addresses.push(address ?? '');
    this.#kindOf.push(this.#kind(factsOf({ ...endpoint, host: '', address: null })));
  }

  /** All endpoints of a host, in their order; none of a host that has none. */
  of(host: string): EndpointFacts[] {
    const index = firstIndex(this.#hosts.length, (each) => this.#hosts.at(each) < host);
    if (this.#hosts.at(index) !== host) return [];
    const first = this.#firstOfHost.at(index);
    const end =
      index + 1 < this.#hosts.length ? this.#firstOfHost.at(index + 1) : this.#kindOf.length;
    return Array.from({ length: end - first }, (_, offset) => this.#endpoint(host, first + offset));
  }

  #endpoint(host: string, index: number): EndpointFacts {
    const kind = this.#kinds[this.#kindOf.at(index)];
    if (kind === undefined) throw new Error('an endpoint without its kind');
    return { ...kind, host, address: this.#addresses.at(index) || null };
  }

  #kind(facts: EndpointFacts): number {
    const text = JSON.stringify(facts);
    const known = this.#kindByText.get(text);
    if (known !== undefined) return known;
    this.#kindByText.set(text, this.#kinds.length);
    return this.#kinds.push(facts) - 1;
  }
}
