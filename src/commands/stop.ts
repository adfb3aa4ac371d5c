/** Ends the program with one line for the user: 2 is wrong usage or bad input, 3 a survey that cannot be trusted. */
export class Stop extends Error {
  readonly status: 2 | 3;

  constructor(status: 2 | 3, message: string) {
    super(message);
    this.status = status;
  }
}
