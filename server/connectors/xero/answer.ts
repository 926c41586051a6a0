import { isObject, type Json, type JsonObject } from '#flow/json.ts';

/** What an answer says went wrong: validation messages first, else its own message, as JSON or as XML. */
export function wordsOf({ body, text }: { body: JsonObject; text: string }): string | undefined {
  const messages = validationMessages(body);
  if (messages.length) return messages.join(' ');
  for (const key of ['Detail', 'Message', 'Title', 'message']) {
    const words = body[key];
    if (typeof words === 'string' && words) return words;
  }
  return xmlMessages(text).join(' ') || undefined;
}

/** Every `ValidationErrors[].Message` of a body: of an exception's elements, of an invoice, of what is inside it. */
export function validationMessages(value: Json): string[] {
  const found: string[] = [];
  const walk = (here: Json) => {
    if (Array.isArray(here)) here.forEach(walk);
    if (!isObject(here)) return;
    for (const [key, inner] of Object.entries(here)) {
      if (key === 'ValidationErrors' && Array.isArray(inner)) found.push(...inner.flatMap(messageOf));
      else walk(inner);
    }
  };
  walk(value);
  return [...new Set(found)];
}

/** The messages of an XML error, which Xero sends when it does not see that JSON was asked for. */
export function xmlMessages(text: string): string[] {
  if (!text.trimStart().startsWith('<')) return [];
  const inside = text.match(/<ValidationError>[\s\S]*?<\/ValidationError>/g)?.join('') ?? text;
  const messages = [...inside.matchAll(/<(?:Message|Detail)>([\s\S]*?)<\/(?:Message|Detail)>/g)];
  return [...new Set(messages.map(([, words = '']) => unescaped(words.trim())))];
}

/** Epoch milliseconds of `/Date(1552262400000+0000)/` or `/Date(1573755038314)/`. The offset is for show. */
export function msDate(text: string): number | undefined {
  const found = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Calendar days; everything else that Xero dates is an instant. */
const days = new Set(['Date', 'DueDate', 'ExpectedPaymentDate', 'PlannedPaymentDate', 'FullyPaidOnDate']);

/** Xero's own notation of dates as ISO 8601, throughout: `2026-11-23` for days, UTC for instants. */
export function withIsoDates(value: Json, key = ''): Json {
  if (Array.isArray(value)) return value.map((part) => withIsoDates(part, key));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withIsoDates(part, name)]));
  const at = typeof value === 'string' ? msDate(value) : undefined;
  if (at === undefined) return value;
  const iso = new Date(at).toISOString();
  return days.has(key) ? iso.slice(0, 10) : iso;
}

function messageOf(error: Json): string[] {
  return isObject(error) && typeof error.Message === 'string' ? [error.Message] : [];
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
