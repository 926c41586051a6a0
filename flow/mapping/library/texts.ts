import { define, type MappingFunction } from './define.ts';

export const textFunctions: MappingFunction[] = [
  define({
    name: 'startsWith',
    group: 'text',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'beginning', type: 'text' },
    ],
    gives: 'boolean',
    summary: 'Whether a text begins with another.',
    examples: [
      { code: '$startsWith("SH-1002", "SH-")', gives: true },
      { code: '$startsWith("1002", "SH-")', gives: false },
    ],
    call: ([text, beginning]) => text.startsWith(beginning),
  }),
  define({
    name: 'endsWith',
    group: 'text',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'end', type: 'text' },
    ],
    gives: 'boolean',
    summary: 'Whether a text ends with another.',
    examples: [{ code: '$endsWith("label.pdf", ".pdf")', gives: true }],
    call: ([text, end]) => text.endsWith(end),
  }),
  define({
    name: 'truncate',
    group: 'text',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'length', type: 'number' },
      { name: 'ending', type: 'text', optional: true },
    ],
    gives: 'string',
    summary:
      'At most so many characters of a text; where something is cut off, the ending (… unless given) is the last of them.',
    examples: [
      { code: '$truncate("Rope, 10 m", 6)', gives: 'Rope,…' },
      { code: '$truncate("Rope, 10 m", 4, "")', gives: 'Rope' },
      { code: '$truncate("Rope", 6)', gives: 'Rope' },
    ],
    call: ([text, length, ending = '…']) => truncated(text, Math.max(0, Math.floor(length)), ending),
  }),
  define({
    name: 'capitalize',
    group: 'text',
    parameters: [{ name: 'text', type: 'text' }],
    gives: 'string',
    summary: 'The first letter large, the others as they are.',
    examples: [{ code: '$capitalize("élan")', gives: 'Élan' }],
    call: ([text]) => {
      const [first = '', ...others] = text;
      return first.toUpperCase() + others.join('');
    },
  }),
  define({
    name: 'removeAccents',
    group: 'text',
    parameters: [{ name: 'text', type: 'text' }],
    gives: 'string',
    summary: 'Letters without their accents; ß, æ, ø and their like in two letters.',
    examples: [{ code: '$removeAccents("Straße in Ærø, Čadca")', gives: 'Strasse in Aero, Cadca' }],
    call: ([text]) => withoutAccents(text),
  }),
  define({
    name: 'slug',
    group: 'text',
    parameters: [{ name: 'text', type: 'text' }],
    gives: 'string',
    summary: 'Small letters and digits with hyphens between words, as in an address.',
    examples: [{ code: '$slug("  Rope, 10 m (ØKO) ")', gives: 'rope-10-m-oko' }],
    call: ([text]) =>
      withoutAccents(text)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, ''),
  }),
  define({
    name: 'stripTags',
    group: 'text',
    parameters: [{ name: 'html', type: 'text' }],
    gives: 'string',
    summary: 'The text of a piece of HTML: tags become spaces, the common entities their characters.',
    examples: [{ code: '$stripTags("<p>Rope &amp; hook<br>10&nbsp;m</p>")', gives: 'Rope & hook 10 m' }],
    call: ([html]) => textOfHtml(html),
  }),
  define({
    name: 'digits',
    group: 'text',
    parameters: [{ name: 'text', type: 'text' }],
    gives: 'string',
    summary: 'The digits of a text alone, such as of a telephone number.',
    examples: [{ code: '$digits("+43 (1) 555-01")', gives: '43155501' }],
    call: ([text]) => text.replace(/[^0-9]/g, ''),
  }),
  define({
    name: 'lastSegment',
    group: 'text',
    parameters: [
      { name: 'text', type: 'text' },
      { name: 'separator', type: 'text', optional: true },
    ],
    gives: 'string',
    summary: 'What stands behind the last separator, which is a slash unless given: the number in a global id.',
    examples: [
      { code: '$lastSegment("gid://shopify/Order/5001")', gives: '5001' },
      { code: '$lastSegment("A-17-9", "-")', gives: '9' },
    ],
    call: ([text, separator = '/']) => text.slice(text.lastIndexOf(separator) + separator.length),
  }),
  define({
    name: 'lines',
    group: 'text',
    parameters: [{ name: 'text', type: 'text' }],
    gives: 'array',
    summary: 'The lines of a text that hold something, without the spaces around them.',
    examples: [{ code: '$lines("Ring 1\\r\\n\\n 1010 Wien ")', gives: ['Ring 1', '1010 Wien'] }],
    call: ([text]) =>
      text
        .split(/\r\n|\r|\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
  }),
];

function truncated(text: string, length: number, ending: string): string {
  if (text.length <= length) return text;
  const characters = [...text];
  if (characters.length <= length) return text;
  const kept = Math.max(0, length - [...ending].length);
  return characters.slice(0, kept).join('') + [...ending].slice(0, length - kept).join('');
}

const inTwo: Record<string, string> = {
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe', ø: 'o', Ø: 'O', å: 'a', Å: 'A' },
  ...{ ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ı: 'i' },
};

const withoutAccents = (text: string): string =>
  text
    .replace(/[ßẞæÆœŒøØåÅłŁđĐðÐþÞı]/g, (letter) => inTwo[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Written by hand, because a pattern over `<` and `>` takes long on a text of nothing but `<`. */
function textOfHtml(html: string): string {
  let text = '';
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    if (open === -1) return tidied(text + html.slice(at));
    const close = html.indexOf('>', open);
    if (close === -1) return tidied(text + html.slice(at));
    text += `${html.slice(at, open)} `;
    at = close + 1;
  }
  return tidied(text);
}

const tidied = (text: string): string =>
  text
    .replace(/&(#\d{1,7}|[a-z]{2,4});/g, (whole, name: string) => entityOf(name) ?? whole)
    .split(/\s/)
    .filter((word) => word !== '')
    .join(' ');

function entityOf(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name];
  const point = Number(name.slice(1));
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
