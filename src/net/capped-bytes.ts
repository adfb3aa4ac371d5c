const FIRST_ROOM = 4_096;

/** Collects untrusted bytes up to a cap, in linear time however small the pieces are. */
export class CappedBytes {
  readonly #cap: number;
  #room = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #taken = 0;

  /** @param cap the bytes taken in all, dropped ones included. */
  constructor(cap: number) {
    this.#cap = cap;
  }

  /** The bytes held; valid until the next `push`. */
  get held(): Buffer {
    return this.#room.subarray(this.#start, this.#end);
  }

  /** Takes bytes; returns false if the cap cuts them. */
  push(bytes: Buffer): boolean {
    const taken = bytes.subarray(0, this.#cap - this.#taken);
    this.#makeRoom(taken.length);
    taken.copy(this.#room, this.#end);
    this.#end += taken.length;
    this.#taken += taken.length;
    return taken.length === bytes.length;
  }

  /** Drops the first bytes. */
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
