/** The database cannot be brought up, for a reason a person can do something about: the message says what. */
export class PostgresTrouble extends Error {
  override name = 'PostgresTrouble';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
