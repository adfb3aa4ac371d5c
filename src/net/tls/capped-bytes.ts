const FIRST_ROOM = 4_096;

/** Gathers foreign bytes up to a cap, at the price of one copy of each, however small the pieces are. */
export class CappedBytes {
  readonly #cap: number;
  #room = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #taken = 0;

  /** @param cap how many bytes are taken in all, whether they are still held or not. */
  constructor(cap: number) {
    this.#cap = cap;
  }

  /** What is held. It is valid until the next `push`. */
  get held(): Buffer {
    return this.#room.subarray(this.#start, this.#end);
  }

  /** Takes bytes; false where the cap lets only a part of them in. */
  push(bytes: Buffer): boolean {
    const taken = bytes.subarray(0, this.#cap - this.#taken);
    this.#makeRoom(taken.length);
    taken.copy(this.#room, this.#end);
    this.#end += taken.length;
    this.#taken += taken.length;
    return taken.length === bytes.length;
  }

  /** Lets the first bytes go. */
  drop(length: number): void {
    this.#start += length;
  }

  #makeRoom(length: number): void {
    if (this.#end + length <= this.#room.length) return;
    const held = this.held;
    const room = Buffer.alloc(Math.max(FIRST_ROOM, 2 * (held.length + length)));
    held.copy(room);
    this.#room = room;
    this.#start = 0;
    this.#end = held.length;
  }
}
