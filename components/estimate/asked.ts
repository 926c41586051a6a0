import { type Counts, meshCounts } from '#flow/estimate/count.ts';
import { type Needs, needsSchema } from '#flow/flow.ts';

/** Who talks to whom: all with all, one with each of the others, or as a flow is drawn. */
export const talks = ['mesh', 'star', 'drawn'] as const;
export type Talk = (typeof talks)[number];

/** What the estimate is asked, as far as it stands in the address; everything else comes from the flow or stays unsaid. */
export interface Asked {
  /** Id of the flow whose drawing is priced. */
  flow?: string;
  systems?: number;
  talk?: Talk;
  needs: Needs;
}

/** A flow's own answer to what is not asked. */
export interface Drawn {
  counts: Counts;
  needs: Needs;
}

/** More systems than this no drawing holds. */
export const mostSystems = 50;
const systemsAtFirst = 3;

/** Reads `?flow=…&systems=5&talk=mesh&events=12000&peak=90&fresh=5&purpose=operations&data=shared`. What makes no sense is left out. */
export function readAsked(address: URLSearchParams): Asked {
  const text = (name: string) => address.get(name)?.trim() || undefined;
  const number = (name: string) => {
    const written = text(name)?.replaceAll(',', '');
    return written === undefined || !Number.isFinite(Number(written)) ? undefined : Number(written);
  };
  const needs = {
    eventsPerDay: number('events'),
    peakPerMinute: number('peak'),
    freshnessMinutes: number('fresh'),
    purpose: text('purpose'),
    involvement: text('data'),
  };
  const systems = number('systems');
  return {
    flow: text('flow'),
    systems:
      systems !== undefined && Number.isInteger(systems) && systems >= 2 && systems <= mostSystems
        ? systems
        : undefined,
    talk: talks.find((talk) => talk === text('talk')),
    needs: sensible(needs),
  };
}

/** The address of a question, `?` included; empty when nothing is asked. */
export function addressOfAsked({ flow, systems, talk, needs }: Asked): string {
  const said = {
    flow,
    systems,
    talk,
    events: needs.eventsPerDay,
    peak: needs.peakPerMinute,
    fresh: needs.freshnessMinutes,
    purpose: needs.purpose,
    data: needs.involvement,
  };
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(said)) if (value !== undefined) address.set(name, String(value));
  const text = address.toString();
  return text && `?${text}`;
}

/** What prices are counted by. A drawing counts as it is drawn until somebody asks for another number of systems or another way of talking. */
export function countsOf(asked: Asked, drawn: Drawn | null): Counts {
  const talk = talkOf(asked, drawn);
  if (talk === 'drawn' && drawn) return drawn.counts;
  const mesh = meshCounts(systemsOf(asked, drawn));
  return talk === 'star' ? { ...mesh, connections: mesh.systems - 1, topology: 'drawn' } : mesh;
}

export function talkOf(asked: Asked, drawn: Drawn | null): Talk {
  const untouched = asked.systems === undefined && asked.talk === undefined;
  if (drawn && (untouched || asked.talk === 'drawn')) return 'drawn';
  return asked.talk === 'star' ? 'star' : 'mesh';
}

export const systemsOf = (asked: Asked, drawn: Drawn | null): number =>
  asked.systems ?? Math.max(2, drawn?.counts.systems ?? systemsAtFirst);

/** The needs of the drawing, overruled by what is asked here. */
export const needsOf = (asked: Asked, drawn: Drawn | null): Needs => ({ ...drawn?.needs, ...asked.needs });

/** Keeps each need that the document's own schema takes. */
function sensible(needs: Record<string, unknown>): Needs {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(needs)) {
    if (value !== undefined && needsSchema.safeParse({ [name]: value }).success) kept[name] = value;
  }
  return needsSchema.parse(kept);
}
