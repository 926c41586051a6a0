/** What a worker can be asked. */
export type Ask = 'preview' | 'verdicts' | 'tests';

/** A request as it travels: the name of what is asked, a line break, JSON text. */
export const askText = (ask: Ask, request: string): string => `${ask}\n${request}`;
