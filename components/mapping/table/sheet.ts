/**
 * The cells of a block of text as a spreadsheet writes it: columns apart by tabs where the first line has one, else by
 * semicolons or commas. A cell in double quotes may hold separators, line breaks and doubled quotes. Empty lines are left out.
 */
export function readSheet(text: string): string[][] {
  const body = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const separator = separatorOf(body);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < body.length) {
    const cell = body[at] === '"' ? quotedCell(body, at, separator) : plainCell(body, at, separator);
    row.push(cell.text);
    at = cell.end;
    if (body[at] === separator) {
      at += 1;
      if (at === body.length) row.push('');
    } else {
      at += 1;
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push(row);
  return rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));
}

/** Rows as CSV that a spreadsheet opens without reading a formula into it: such a cell gets an apostrophe in front. */
export function writeCsv(rows: string[][]): string {
  return `${rows.map((row) => row.map((cell) => quoted(guarded(cell))).join(',')).join('\r\n')}\r\n`;
}

/** A cell of a CSV of ours without the apostrophe that keeps it from being a formula. */
export const unguarded = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

const guarded = (cell: string): string =>
  /^[=+\-@\t\r']/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;

const quoted = (cell: string): string => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function separatorOf(text: string): string {
  const [bare = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split('\n', 1);
  if (bare.includes('\t')) return '\t';
  return bare.includes(';') && bare.split(';').length >= bare.split(',').length ? ';' : ',';
}

interface Cell {
  text: string;
  /** Of the separator or line break behind it. */
  end: number;
}

function plainCell(text: string, from: number, separator: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end++;
  return { text: text.slice(from, end), end };
}

/** A quote that is never closed takes the rest of the text; what stands behind the closing one is kept. */
function quotedCell(text: string, from: number, separator: string): Cell {
  let inside = '';
  let at = from + 1;
  for (; at < text.length; at++) {
    if (text[at] !== '"') inside += text[at];
    else if (text[at + 1] === '"') inside += text[at++];
    else break;
  }
  let end = at + 1;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') inside += text[end++];
  return { text: inside, end: Math.min(end, text.length) };
}
