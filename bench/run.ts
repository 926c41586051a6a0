import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { growth } from './growth/growth.ts';
import { ingest } from './ingest/ingest.ts';
import { mapperUi } from './mapper-ui/mapper-ui.ts';
import { mapping } from './mapping/mapping.ts';
import { type Bench, json, machine, table } from './measure.ts';

/**
 * `npm run bench -- NAME [--rounds N] [--keep]`: runs us and the yardstick in turn, prints a table and, as the last line,
 * JSON. It never fails on a figure. `--keep` writes both into bench/results.
 */
const benches: Bench[] = [ingest, growth, mapping, mapperUi];

const [name = '', ...options] = process.argv.slice(2);
const bench = benches.find((one) => one.name === name);
if (!bench) {
  console.error(
    `There is no bench ${name || '(none named)'}. There are:\n${benches.map((one) => `  ${one.name}  ${one.summary}`).join('\n')}`,
  );
  process.exit(1);
}
const at = options.indexOf('--rounds');
const rounds = Math.max(1, at === -1 ? 3 : Number(options[at + 1]));
const measures = await bench.run(rounds, (line) => console.error(line));
const [shown, line] = [table(measures), json(bench.name, measures)];
console.log(`${shown}\n${line}`);
if (options.includes('--keep')) {
  const folder = path.join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(
    path.join(folder, `${bench.name}-${day}.md`),
    `# ${bench.name}, ${day}\n\n${machine()}, ${rounds} rounds, medians.\n\n\`\`\`\n${shown}\n\`\`\`\n\n\`\`\`json\n${line}\n\`\`\`\n`,
  );
}
process.exit(0);
