import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edit } from '#flow/edit.ts';
import { canonicalFlow, type Flow, nodeOf } from '#flow/flow.ts';
import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import { type Mapping, mappingSchema } from '#flow/mapping/document.ts';
import { canonicalMapping } from '#flow/mapping-shared.ts';
import { readFlow } from '#flow/migrate.ts';
import type { FlowTest } from '#flow/tests.ts';
import { type App, openApp } from '../testing/app.ts';

let app: App;
let mapping: Mapping;
beforeAll(async () => {
  app = await openApp();
  const flow = read((await app.call.flows.get({ id: app.sample.flow })).document);
  mapping = mappingSchema.parse(nodeOf(flow, 'map')?.config.mapping);
});
afterAll(() => app.close());

function read(document: string): Flow {
  const result = readFlow(document);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
}

/** The sample flow under another name, its map changed; revision 1. */
async function aFlow(name: string, change: (flow: Flow) => Flow): Promise<string> {
  const { document } = await app.call.flows.get({ id: app.sample.flow });
  return (await app.call.flows.create({ name, document: canonicalFlow(change(read(document))) })).id;
}

const using =
  (id: string, version: number, of = mapping) =>
  (flow: Flow) =>
    edit(flow, {
      kind: 'set-configs',
      node: 'map',
      values: { mapping: of as unknown as Json, shared: { id, version } },
      label: 'Use a shared map',
    });

const changed = (): Mapping => ({
  ...mapping,
  rows: mapping.rows.map((row, at) => (at === 0 ? { ...row, note: 'changed' } : row)),
});

describe('a shared map', () => {
  it('is kept with its versions, each as it was saved', async () => {
    const { id } = await app.call.maps.create({ name: 'Kept', document: JSON.stringify(mapping) });
    expect(await app.call.maps.save({ id, after: 1, document: canonicalMapping(changed()) })).toEqual({ version: 2 });
    const [first, second] = await Promise.all([1, 2].map((version) => app.call.maps.version({ id, version })));
    expect([first?.document, second?.document]).toEqual([canonicalMapping(mapping), canonicalMapping(changed())]);
    expect((await app.call.maps.list()).find((row) => row.id === id)).toMatchObject({
      name: 'Kept',
      version: 2,
      usedBy: [],
    });
    await expect(app.db.sql`update shared_map_version set document = '{}'`).rejects.toThrow('immutable');
  });

  it('is not saved over a version that one has not seen', async () => {
    const { id } = await app.call.maps.create({ name: 'Contested', document: canonicalMapping(mapping) });
    await app.call.maps.save({ id, after: 1, document: canonicalMapping(changed()) });
    await expect(app.call.maps.save({ id, after: 1, document: canonicalMapping(mapping) })).rejects.toThrow(
      'Version 2 of this map was saved meanwhile',
    );
  });

  it('takes no name twice, and no text that is no mapping', async () => {
    await app.call.maps.create({ name: 'Once', document: canonicalMapping(mapping) });
    await expect(app.call.maps.create({ name: 'Once', document: canonicalMapping(mapping) })).rejects.toThrow(
      '“Once” already',
    );
    await expect(app.call.maps.create({ name: 'x', document: '{"format":1}' })).rejects.toThrow('This is no mapping');
    await expect(app.call.maps.create({ name: 'x', document: '{' })).rejects.toThrow('not even JSON');
  });

  it('names who uses it, and is not removed while somebody does', async () => {
    const { id } = await app.call.maps.create({ name: 'Used', document: canonicalMapping(mapping) });
    const flow = await aFlow('User of it', using(id, 1));
    await app.call.flows.publish({ id: flow, revision: 1 });
    const used = (await app.call.maps.list()).find((row) => row.id === id)?.usedBy;
    expect(used).toEqual(
      (['draft', 'published'] as const).map((where) => ({
        flow: { id: flow, name: 'User of it' },
        node: { id: 'map', name: 'Order to invoice' },
        version: 1,
        in: where,
      })),
    );
    await expect(app.call.maps.remove({ id })).rejects.toThrow('“User of it” use it. Detach it in “Order to invoice”');
    await app.call.flows.remove({ id: flow });
    await app.call.maps.remove({ id });
    expect((await app.call.maps.list()).some((row) => row.id === id)).toBe(false);
  });

  it('keeps its old version in a published flow when another is saved', async () => {
    const { id } = await app.call.maps.create({ name: 'Pinned', document: canonicalMapping(mapping) });
    const flow = await aFlow('Pins version 1', using(id, 1));
    expect(await app.call.flows.publish({ id: flow, revision: 1 })).toMatchObject({ ok: true });
    await app.call.maps.save({ id, after: 1, document: canonicalMapping(changed()) });
    const { document } = await app.call.flows.version({ id: flow, version: 1 });
    const published = mappingSchema.parse(nodeOf(read(document), 'map')?.config.mapping);
    expect(canonicalMapping(published)).toBe((await app.call.maps.version({ id, version: 1 })).document);
  });

  it.each([
    ['was changed in the flow', () => changed(), 1, 'shared-map-changed'],
    ['has no such version', () => mapping, 7, 'shared-map-gone'],
  ])('that %s refuses publishing', async (name, of, version, code) => {
    const { id } = await app.call.maps.create({ name, document: canonicalMapping(mapping) });
    const flow = await aFlow(name, using(id, version, of()));
    const published = await app.call.flows.publish({ id: flow, revision: 1 });
    expect(published).toMatchObject({ ok: false, problems: [{ code, where: { node: 'map' } }] });
  });
});

describe('a field that goes away', () => {
  it('is told with all that depends on it in drafts and published versions', async () => {
    const uses = await app.call.maps.impact({ operation: 'shopify.order-placed', path: ['line_items'] });
    const ours = uses.filter(({ flow }) => flow.id === app.sample.flow);
    expect(ours.map(({ target }) => target)).toEqual(expect.arrayContaining(['LineItems']));
    expect(ours[0]).toMatchObject({ nodeName: 'Order to invoice', in: ['draft', 'published'], becomes: 'empty list' });
    expect(await app.call.maps.impact({ operation: 'shopify.order-placed', path: ['tags'] })).toEqual([]);
  });
});

describe('publishing a flow with tests', () => {
  const input = '{"name":"#7"}';
  async function aTest(): Promise<FlowTest> {
    const { samples, zone } = await app.call.flows.samples({ id: app.sample.flow, node: 'map' });
    const body = samples.at(-1)?.body ?? '';
    return {
      id: 'test',
      node: 'map',
      name: 'the example',
      input: body,
      expected: '{}',
      given: { now: '2026-11-23T08:00:00Z', zone },
    };
  }
  const put = (test: FlowTest) => (flow: Flow) => edit(flow, { kind: 'put-tests', tests: [test], label: 'Save' });

  it('is refused by the name of node and test, and goes through once the test expects what comes', async () => {
    const test = await aTest();
    const flow = await aFlow('Tested', put(test));
    const refused = await app.call.flows.publish({ id: flow, revision: 1 });
    expect(refused).toMatchObject({
      ok: false,
      problems: [{ code: 'test-failed', where: { node: 'map', field: 'tests.test' } }],
    });
    expect(refused.ok ? '' : refused.problems[0]?.message).toMatch(
      /^In “Order to invoice”, the test “the example” fails: /,
    );
    expect(await app.call.flows.versions({ id: flow })).toEqual([]);

    const { compileMapping } = await import('#flow/mapping/compile.ts');
    const { mappingEnds } = await import('#flow/mapping/ends.ts');
    const detail = await app.call.flows.get({ id: flow });
    const schema = mappingEnds(read(detail.document), app.api.catalog, 'map').target?.schema;
    const outcome = await compileMapping(mapping, schema).run(parseJson(test.input), test.given);
    const mended = put({ ...test, expected: outcome.ok ? stringifyJson(outcome.value) : '' })(read(detail.document));
    await app.call.flows.save({ id: flow, document: canonicalFlow(mended), revision: 1 });
    expect(await app.call.flows.publish({ id: flow, revision: 2 })).toMatchObject({ ok: true, version: 1 });
  });

  it('is refused where the message would be parked', async () => {
    const flow = await aFlow('Parks', put({ ...(await aTest()), input }));
    const refused = await app.call.flows.publish({ id: flow, revision: 1 });
    expect(refused.ok ? '' : refused.problems[0]?.message).toContain('the message would be parked');
  });
});
