/** Ends the program with lines for the user: 2 is wrong usage or bad input, 3 a survey that cannot be trusted. */
export class Stop extends Error {
  readonly status: 2 | 3;

  /** @param message one line, or several where several things are wrong. */
  constructor(status: 2 | 3, message: string) {
    super(message);
    this.status = status;
  }
}
