import { execute, GraphQLError, parse, validate } from 'graphql';
import { z } from 'zod';
import { type Failure, type FakeDeps, jsonResponse, oneAtATime, readJson } from '../../fake.ts';
import { costBucket, maximumQueryCost, type Plan, type ThrottleStatus } from './cost-bucket.ts';
import { queryCost } from './query-cost.ts';
import { schema } from './schema.ts';
import { type GraphSources, shopGraph } from './shop-graph.ts';

export interface GraphqlEndpoint {
  answer(request: Request, sources: GraphSources): Promise<Response>;
  /** THROTTLED, as a full bucket gives it; with `problem: 'http'` as HTTP 429, which has been seen as well. */
  throttled(failure: Failure): Response;
}

const call = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Parses, validates, charges and executes; everything that goes wrong is told in `errors` with HTTP 200. */
export function graphqlEndpoint(deps: FakeDeps, plan: Plan): GraphqlEndpoint {
  const bucket = costBucket(deps, plan);
  const alone = oneAtATime();

  const charged = async (text: z.infer<typeof call>, sources: GraphSources): Promise<Response> => {
    const document = parsed(text.query);
    if (document instanceof GraphQLError) return jsonResponse({ errors: [document] });
    const errors = validate(schema, document);
    if (errors.length) return jsonResponse({ errors });
    const variableValues = text.variables ?? {};
    const requested = queryCost(document, variableValues);
    if (requested > maximumQueryCost) return jsonResponse({ errors: [tooExpensive(requested)] });
    const before = await bucket.status();
    if (requested > before.currentlyAvailable) return jsonResponse(throttledBody(requested, before));
    const result = await execute({
      schema,
      document,
      rootValue: shopGraph(sources),
      variableValues,
      operationName: text.operationName,
    });
    const actual = result.data ? queryCost(document, variableValues, result.data) : 0;
    const throttleStatus = await bucket.take(actual);
    const cost = { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus };
    return jsonResponse({ ...result, extensions: { cost } });
  };

  return {
    async answer(request, sources) {
      const body = call.safeParse(await readJson(request));
      if (!body.success) return jsonResponse({ errors: { query: 'Required parameter missing or invalid' } }, 400);
      return alone(() => charged(body.data, sources));
    },
    throttled({ retryAfterSeconds = 2, problem }) {
      const requested = plan.restoreRate * retryAfterSeconds;
      return jsonResponse(throttledBody(requested, { ...plan, currentlyAvailable: 0 }), problem === 'http' ? 429 : 200);
    },
  };
}

function throttledBody(requestedQueryCost: number, throttleStatus: ThrottleStatus) {
  return {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: { cost: { requestedQueryCost, actualQueryCost: null, throttleStatus } },
  };
}

function tooExpensive(cost: number): GraphQLError {
  return new GraphQLError(
    `Query cost is ${cost}, which exceeds the single query max cost limit (${maximumQueryCost}).`,
    {
      extensions: { code: 'MAX_COST_EXCEEDED', cost, maxCost: maximumQueryCost },
    },
  );
}

function parsed(query: string) {
  try {
    return parse(query);
  } catch (cause) {
    if (cause instanceof GraphQLError) return cause;
    throw cause;
  }
}
