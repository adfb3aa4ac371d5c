import { NameTable } from '../../model/names/name-table.ts';

/** The last two labels of hosts. */
export class HostEndings {
  readonly #endings = new NameTable();

  get size(): number {
    return this.#endings.size;
  }

  add(host: string): void {
    this.#endings.add(endingOf(host));
  }

  /** Whether a host ends like one that was added. */
  has(host: string): boolean {
    return this.#endings.find(endingOf(host)) !== -1;
  }
}

function endingOf(host: string): string {
  const last = host.lastIndexOf('.');
  return host.slice(last < 1 ? 0 : host.lastIndexOf('.', last - 1) + 1);
}
