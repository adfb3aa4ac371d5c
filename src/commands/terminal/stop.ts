/** Ends the program with a message: status 2 is wrong usage or bad input, 3 a survey that cannot be trusted. */
export class Stop extends Error {
  readonly status: 2 | 3;

  /** @param message one line for each thing that is wrong. */
  constructor(status: 2 | 3, message: string) {
    super(message);
    this.status = status;
  }
}
