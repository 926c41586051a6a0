import type { JsonSchema } from '#flow/catalog.ts';
import { type Json, parseJson, stringifyJson } from '#flow/json.ts';
import type { Mapping } from '#flow/mapping/document.ts';
import { runTests } from '#flow/mapping-tests.ts';
import type { FlowTest } from '#flow/tests.ts';
import type { Ask } from './ask-text.ts';
import { previewOf } from './preview.ts';
import { answerText, readRequest } from './preview-wire.ts';
import { readVerdictsRequest, verdictsOf } from './samples/verdicts.ts';

/** Tests of one mapping; answered by one result each. */
export interface TestsRequest {
  mapping: Mapping;
  schema: JsonSchema | undefined;
  tests: FlowTest[];
}

/** Answers a request made by `askText`; back comes JSON text. */
export async function answerOf(message: string): Promise<string> {
  const end = message.indexOf('\n');
  const request = message.slice(end + 1);
  switch (message.slice(0, end) as Ask) {
    case 'preview':
      return answerText(await previewOf(readRequest(request), () => performance.now()));
    case 'verdicts':
      return stringifyJson((await verdictsOf(readVerdictsRequest(request))) as unknown as Json);
    case 'tests': {
      const { mapping, schema, tests } = parseJson(request) as unknown as TestsRequest;
      return stringifyJson((await runTests(mapping, schema, tests)) as unknown as Json);
    }
  }
}
