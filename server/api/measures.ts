import { z } from 'zod';
import type { TroubleClass } from '#flow/run/message.ts';
import { addUp, countsOf, type PackedCounts } from '../journal/counts.ts';
import { accuracy } from '../journal/sketch.ts';
import { piecesOf, readMeasures, windows } from '../store/measures.ts';
import { procedure, router } from './trpc.ts';
import type { MeasureLine, Measures } from './views.ts';

export const measuresRouter = router({
  get: procedure('run.read')
    .input(z.object({ flow: z.uuid().optional(), window: z.enum(['1h', '24h', '30d']) }))
    .query(async ({ ctx, input }): Promise<Measures> => {
      const { sql } = ctx.api.db;
      const [clock] = await sql<{ now: Date }[]>`select now()`;
      const now = clock?.now ?? new Date();
      const rows = await readMeasures(sql, { workspace: ctx.actor.workspace, ...input, now });
      const all = countsOf(rows);
      const wholes = all.filter(([node]) => node === '');
      const steps = all.filter(([node]) => node !== '');
      const { ms } = windows[input.window];
      const byPiece = Map.groupBy(rows, (row) => row.at.getTime() - (row.at.getTime() % ms));
      return {
        pieces: piecesOf(input.window, now).map((at) => {
          const within = countsOf(byPiece.get(at.getTime()) ?? []).filter(([node]) => node === '');
          const { delivered, parked, retried } = addUp(within);
          return { at: at.toISOString(), delivered, parked, retried };
        }),
        pieceMs: ms,
        whole: lineOf(wholes),
        steps: grouped(steps, ([node]) => node).map(([node, of]) => ({ node, ...lineOf(of) })),
        connections: grouped(
          steps.filter(([, connection]) => connection !== ''),
          ([, connection]) => connection,
        ).map(([connection, of]) => ({ connection, ...lineOf(of) })),
        troubles: troublesOf(input.flow ? steps : wholes),
        accuracy,
      };
    }),
});

const grouped = (all: PackedCounts[], by: (counts: PackedCounts) => string) => [...Map.groupBy(all, by)];

function lineOf(all: PackedCounts[]): MeasureLine {
  const { came, delivered, filtered, parked, retried, sketch } = addUp(all);
  const at = (quantile: number) => sketch.getValueAtQuantile(quantile);
  const latency = sketch.count === 0 ? null : { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  return { came, delivered, filtered, parked, retried, latency };
}

function troublesOf(all: PackedCounts[]): Measures['troubles'] {
  return grouped(all, ([node]) => node)
    .flatMap(([node, of]) =>
      (Object.entries(addUp(of).troubles) as [TroubleClass, number][]).map(([name, n]) => ({ node, class: name, n })),
    )
    .toSorted((a, b) => b.n - a.n);
}
