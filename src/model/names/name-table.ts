/** Rows that are made at once; a table grows by blocks, so that nothing is copied. */
const BLOCK = 1 << 14;
/** Of a name the table holds three words of its hash, 96 bits: two of 10,000,000 names are the same by 1 in 10^15. */
const WORDS = 3;
const FIRST_SLOTS = 1 << 10;

/**
 * A set of names that numbers them in the order in which they come, from 0. It holds their hashes and not the names, about
 * 20 bytes a name, so that a million of them are no matter.
 */
export class NameTable {
  readonly #blocks: Uint32Array[] = [];
  /** Row + 1 by hash, open addressing; 0 is empty. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #size = 0;
  readonly #hash = new Uint32Array(WORDS);

  get size(): number {
    return this.#size;
  }

  /** The number of a name, which is added where it is new: then it is the size before. */
  add(name: string): number {
    const slot = this.#slotOf(name);
    const row = (this.#slots[slot] ?? 0) - 1;
    if (row !== -1) return row;
    this.#append();
    this.#slots[slot] = this.#size;
    if (this.#size * 4 > this.#slots.length * 3) this.#grow();
    return this.#size - 1;
  }

  /** The number of a name; -1 where it was not added. */
  find(name: string): number {
    return (this.#slots[this.#slotOf(name)] ?? 0) - 1;
  }

  /** The slot that has a name, or the empty one where it belongs. Leaves its hash in `#hash`. */
  #slotOf(name: string): number {
    hashInto(name, this.#hash);
    const mask = this.#slots.length - 1;
    for (let slot = (this.#hash[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row === -1 || this.#has(row)) return slot;
    }
  }

  #has(row: number): boolean {
    const block = this.#blocks[Math.floor(row / BLOCK)];
    const at = (row % BLOCK) * WORDS;
    const [a, b, c] = this.#hash;
    return block?.[at] === a && block?.[at + 1] === b && block?.[at + 2] === c;
  }

  #append(): void {
    if (this.#size % BLOCK === 0) this.#blocks.push(new Uint32Array(BLOCK * WORDS));
    this.#blocks.at(-1)?.set(this.#hash, (this.#size % BLOCK) * WORDS);
    this.#size += 1;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let row = 0; row < this.#size; row++) {
      const hash = this.#blocks[Math.floor(row / BLOCK)]?.[(row % BLOCK) * WORDS] ?? 0;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.#slots = slots;
  }
}

/** A column of whole numbers beside a `NameTable`: one for each row, 0 until it is set. */
export class NumberColumn {
  readonly #blocks: Uint32Array[] = [];

  get(row: number): number {
    return this.#blocks[Math.floor(row / BLOCK)]?.[row % BLOCK] ?? 0;
  }

  set(row: number, value: number): void {
    const at = Math.floor(row / BLOCK);
    while (this.#blocks.length <= at) this.#blocks.push(new Uint32Array(BLOCK));
    const block = this.#blocks[at];
    if (block !== undefined) block[row % BLOCK] = value;
  }
}

/** Hashes the UTF-16 units of a text into three words by the rounds and the last mix of MurmurHash3, with three seeds. */
function hashInto(text: string, words: Uint32Array): void {
  let a = 0x9747b28c;
  let b = 0x2f0b4a27;
  let c = 0x8f1bbcdc;
  for (let at = 0; at < text.length; at++) {
    const unit = Math.imul(text.charCodeAt(at) + 1, 0xcc9e2d51);
    const mixed = Math.imul((unit << 15) | (unit >>> 17), 0x1b873593);
    a = round(a ^ mixed, 13);
    b = round(b ^ Math.imul(mixed ^ a, 0x85ebca6b), 17);
    c = round(c ^ Math.imul(mixed ^ b, 0xc2b2ae35), 11);
  }
  words[0] = lastMix(a ^ text.length);
  words[1] = lastMix(b ^ text.length);
  words[2] = lastMix(c ^ text.length);
}

function round(value: number, bits: number): number {
  return Math.imul((value << bits) | (value >>> (32 - bits)), 5) + 0xe6546b64;
}

function lastMix(value: number): number {
  const one = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const two = Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return two ^ (two >>> 16);
}
