// The import rules of the house (scripts/imports/rooms.ts), no cycles, a pure heart, and files of a readable length.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findCycles } from './imports/cycles.ts';
import { impurities } from './imports/purity.ts';
import { type Import, readImports } from './imports/read-imports.ts';
import { exceptions, type Room, rooms } from './imports/rooms.ts';

/** `message` names the file, what is wrong, the rule's reason and, where there is one, the way out. */
export type Violation = { file: string; line: number; message: string };

const LONGEST = 400;
const CODE = /\.(ts|tsx|mjs)$/;

/** @param files the text of every file of code, by its path from the root with forward slashes */
export function checkImports(files: Map<string, string>): Violation[] {
  const loads = new Map<string, string[]>();
  const violations: Violation[] = [];
  for (const [file, text] of files) {
    const imports = readImports(text);
    loads.set(file, []);
    for (const one of imports) {
      const target = resolve(file, one.target);
      if (target !== null && !one.typeOnly && files.has(target)) loads.get(file)?.push(target);
      const message = target === null ? checkPackage(file, one) : checkFile(file, one, target, files);
      if (message) violations.push({ file, line: one.line, message });
    }
    violations.push(...checkText(file, text));
  }
  for (const cycle of findCycles(loads)) {
    const message = `imports itself in a circle: ${cycle.join(' → ')}; move what they share into a file of its own`;
    violations.push({ file: cycle[0] ?? '', line: 1, message });
  }
  return violations;
}

/** The path a target means, or null for a package. */
function resolve(from: string, target: string): string | null {
  if (target.startsWith('#')) return target.slice(1);
  if (target.startsWith('.')) return path.posix.join(path.posix.dirname(from), target);
  return null;
}

function checkFile(file: string, one: Import, target: string, files: Map<string, string>): string | null {
  if (!CODE.test(target) && /\.(css|json|svg|woff2)$/.test(target)) return null;
  if (!files.has(target)) return `imports ${one.target}, which is not there; write the whole name with its ending`;
  const [room, theirs] = [roomOf(file), roomOf(target)];
  if (!room || !theirs) return null; // told once, at the file without a room
  if (theirs.room.name === 'main.ts and worker.ts') return `imports ${target}; ${theirs.room.because}`;
  if (theirs.room.name === 'test' && room.room.name !== 'test') {
    return `imports ${target}; only tests may import what is there for tests`;
  }
  if (room.whose === undefined ? room.room === theirs.room : room.whose === theirs.whose) return null;
  if (room.room.rooms === 'all') return null;
  if (room.room.rooms.includes(theirs.room.name)) return null;
  const exception = exceptions.find((rule) => rule.file === file && rule.room === theirs.room.name);
  if (exception && (one.typeOnly || !exception.typeOnly)) return null;
  if (exception) return `imports ${target} not as a type; write \`import type\`, because ${exception.because}`;
  return `imports ${target}; ${allowance(room.room)}, because ${room.room.because}`;
}

function checkPackage(file: string, one: Import): string | null {
  const room = roomOf(file)?.room;
  if (!room) return null;
  const { packages, node, because } = room;
  if (one.target.startsWith('node:')) {
    const name = one.target.slice('node:'.length).split('/')[0] ?? '';
    if (node === 'all' || node.includes(name)) return null;
    const may = node.length > 0 ? `only ${node.map((part) => `node:${part}`).join(', ')} of Node` : 'nothing of Node';
    return `imports ${one.target}; ${room.name} may import ${may}, because ${because}`;
  }
  if (packages === 'all') return null;
  if (Array.isArray(packages)) {
    if (packages.some((pattern) => isOf(one.target, pattern))) return null;
    return `imports the package ${one.target}; ${room.name} may import ${packages.join(', ')}, because ${because}`;
  }
  if (!packages.allBut.some((pattern) => isOf(one.target, pattern))) return null;
  return `imports the package ${one.target}; ${room.name} may not, because ${because}`;
}

function isOf(target: string, pattern: string): boolean {
  return pattern.endsWith('/*')
    ? target.startsWith(pattern.slice(0, -1))
    : target === pattern || target.startsWith(`${pattern}/`);
}

function allowance(room: Room): string {
  const names = room.rooms === 'all' ? [] : room.rooms;
  const asTypes = exceptions.filter((rule) => rule.file.startsWith(`${room.name}/`));
  const extra = asTypes.map((rule) => `the ${rule.room} only as a type in ${rule.file}`);
  const list = [...names, ...extra].join(', ').replace(/, ([^,]*)$/, ' and $1');
  return list ? `${room.name} may import ${list}` : `${room.name} may import no other room`;
}

function roomOf(file: string): { room: Room; whose: string | undefined } | null {
  for (const room of rooms) {
    const found = room.files.exec(file);
    if (found) return { room, whose: found[1] };
  }
  return null;
}

function checkText(file: string, text: string): Violation[] {
  const violations: Violation[] = [];
  const room = roomOf(file)?.room;
  if (!room) {
    const message =
      'belongs to no room; add its room to scripts/imports/rooms.ts, with the reason for what it may import';
    violations.push({ file, line: 1, message });
  }
  if (room?.name === 'flow') {
    for (const { line, what, wayOut } of impurities(text)) {
      violations.push({ file, line, message: `uses ${what}; ${wayOut}, because ${room.because}` });
    }
  }
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const excused = /^(?:\/\/|\/\*+) Long because \S/m.test(text.split('\n').slice(0, 5).join('\n'));
  if (lines > LONGEST && !excused) {
    const message = `has ${lines} lines, and ${LONGEST} is the limit of what one reads at a sitting; split it, or begin it with "// Long because …"`;
    violations.push({ file, line: LONGEST + 1, message });
  }
  return violations;
}

function readHouse(): Map<string, string> {
  const files = new Map<string, string>();
  const folders = ['app', 'bench', 'components', 'drizzle', 'e2e', 'flow', 'scripts', 'server'];
  for (const folder of folders.filter((one) => existsSync(one))) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const place = path.posix.join(entry.parentPath.replaceAll(path.sep, '/'), entry.name);
      if (entry.isFile() && CODE.test(entry.name)) files.set(place, readFileSync(place, 'utf8'));
    }
  }
  return files;
}

if (import.meta.main) {
  const house = readHouse();
  const violations = checkImports(house);
  for (const { file, line, message } of violations) console.error(`${file}:${line}: ${message}`);
  console.log(`${house.size} files, ${violations.length} against the rules of scripts/imports/rooms.ts`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
