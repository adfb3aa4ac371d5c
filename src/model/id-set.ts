const BYTES = 16;

/**
 * A set of SHA-256 ids outside the heap. It keeps half of the bits of each: two certificates that agree in 128 bits take as
 * much to make as a break of the digest.
 */
export class IdSet {
  #slots = Buffer.alloc(1024 * BYTES);
  #size = 0;

  /** @param id 64 hex digits. Returns whether it was not in the set before. */
  add(id: string): boolean {
    if (this.has(id)) return false;
    if (this.#size * 2 * BYTES >= this.#slots.length) this.#grow();
    this.#put(digestOf(id));
    return true;
  }

  has(id: string): boolean {
    const digest = digestOf(id);
    return digest.equals(this.#at(this.#slotFor(digest)));
  }

  #put(digest: Buffer): void {
    digest.copy(this.#slots, this.#slotFor(digest) * BYTES);
    this.#size++;
  }

  /** The slot of a digest, or the empty one where it goes. */
  #slotFor(digest: Buffer): number {
    const slots = this.#slots.length / BYTES;
    let slot = digest.readUIntBE(0, 6) % slots;
    while (!isEmpty(this.#at(slot)) && !digest.equals(this.#at(slot))) slot = (slot + 1) % slots;
    return slot;
  }

  #at(slot: number): Buffer {
    return this.#slots.subarray(slot * BYTES, (slot + 1) * BYTES);
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = Buffer.alloc(old.length * 2);
    this.#size = 0;
    for (let at = 0; at < old.length; at += BYTES) {
      const digest = old.subarray(at, at + BYTES);
      if (!isEmpty(digest)) this.#put(digest);
    }
  }
}

const EMPTY = Buffer.alloc(BYTES);

function isEmpty(slot: Buffer): boolean {
  return slot.equals(EMPTY);
}

function digestOf(id: string): Buffer {
  return Buffer.from(id.slice(0, 2 * BYTES), 'hex');
}
