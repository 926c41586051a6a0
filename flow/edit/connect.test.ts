import { describe, expect, it } from 'vitest';
import type { Flow } from '../flow.ts';
import { testCatalog } from '../testing/catalog.ts';
import { draw } from '../testing/draw.ts';
import { mayConnect } from './connect.ts';

//   order ── map ── route ─ big ─ invoice      customer      strange (of an operation nobody offers)
const flow: Flow = draw('order > map > route; route:big > invoice; customer; strange', {
  route: { config: { rules: [{ port: 'big', label: 'Big orders' }] } },
  strange: { operation: 'acme.rocket' },
});

const end = (text: string) => {
  const [node = '', port = ''] = text.split(':');
  return { node, port };
};

describe('may these be connected?', () => {
  it.each([
    ['order:out', 'invoice:in'],
    ['route:otherwise', 'customer:in'],
    ['route:big', 'customer:in'],
    ['map:error', 'customer:in'],
  ])('%s to %s: yes', (from, to) => {
    expect(mayConnect(flow, testCatalog, end(from), end(to))).toBeUndefined();
  });

  it.each([
    ['map:out', 'map:in', 'self-loop', '“Map” cannot lead into itself.'],
    ['route:big', 'map:in', 'cycle', 'This would close a circle: Map → Route → Map.'],
    ['invoice:out', 'map:in', 'cycle', 'This would close a circle: Map → Route → Invoice → Map.'],
    ['map:out', 'route:in', 'duplicate-edge', '“Map” already leads into “Route” this way.'],
    ['customer:out', 'order:in', 'input-of-trigger', '“Order” starts the flow, so nothing can lead into it.'],
    ['order:error', 'customer:in', 'unknown-port', '“Order” has no output “error”.'],
    ['route:small', 'customer:in', 'unknown-port', '“Route” has no output “small”.'],
    ['order:out', 'customer:left', 'unknown-port', '“Customer” has no input “left”.'],
    ['gone:out', 'customer:in', 'missing-node', 'One of the two nodes is no longer here.'],
    [
      'order:out',
      'strange:in',
      'unknown-operation',
      'The ports of “Strange” are not known: “acme.rocket” is not in the catalog.',
    ],
  ])('%s to %s: no, %s', (from, to, code, message) => {
    const problem = mayConnect(flow, testCatalog, end(from), end(to));
    expect(problem).toMatchObject({ code, message, severity: 'error' });
    expect(problem?.wayOut).toMatch(/\.$/);
  });
});
