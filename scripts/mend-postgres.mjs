// Mends one package after it is installed: postgres.js 3.4.9 writes small messages a tick later. When the connection is
// lost in between, the write throws where nobody can catch it and ends the process, and the connection's timer stays set,
// so that it never writes again (porsager/postgres issues 1154 and 1208). See docs/decisions/0005-mended-driver.md.
//
// Plain JavaScript, because bootstrap.mjs runs it before anything is known to work. Does nothing where it has been done.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = 'node_modules/postgres/src/connection.js';
const mark = '// mended: a lost connection drops what it was about to write';

const changes = [
  [
    `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x
  }`,
    `  function nextWrite(fn) { ${mark}
    const bytes = chunk
    forgetWrite()
    if (socket === null) {
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    return socket.write(bytes, fn)
  }

  function forgetWrite() {
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
  }`,
  ],
  [
    `      error(Errors.connection('CONNECTION_DESTROYED', options))

    clearImmediate(nextWriteTimer)`,
    `      error(Errors.connection('CONNECTION_DESTROYED', options))

    forgetWrite()`,
  ],
  [
    `    incomings = null
    clearImmediate(nextWriteTimer)`,
    `    incomings = null
    forgetWrite()`,
  ],
  // A query asked between the socket's error and its close was in neither's account: it waited for ever.
  [`    !hadError && (query || sent.length) && error(`, `    ;(query || sent.length) && error(`],
  // Nobody waits for this: where the database ends the connection meanwhile, the query that opened it is asked again.
  [`        return fetchArrayTypes()\n`, `        return fetchArrayTypes().catch(() => {})\n`],
];

/** @returns why it could not be done, or undefined */
export function mendPostgres() {
  if (!existsSync(file)) return `${file} is missing.`;
  const found = readFileSync(file, 'utf8');
  let text = found;
  for (const [before, after] of changes) {
    if (text.includes(after)) continue;
    if (text.split(before).length !== 2)
      return `${file} is not the version that is mended here; see docs/decisions/0005-mended-driver.md.`;
    text = text.replace(before, () => after);
  }
  if (text !== found) writeFileSync(file, text);
  return undefined;
}
