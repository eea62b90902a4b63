/** What a client or a model wrote as a number arrives with the same digits, on every endpoint and in both directions. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentText, inexactNumbers, numbersIn } from '#shared/json/__fixtures__/number-texts.ts';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { type RequestCase, requestCases } from './__fixtures__/exact-numbers/exact-number-requests.ts';
import { type ResponseCase, responseCases } from './__fixtures__/exact-numbers/exact-number-responses.ts';
import { markedIn, textsIn } from './__fixtures__/exact-numbers/marked-document.ts';
import { useScriptedProxy } from './__fixtures__/scripted-proxy.ts';
import { eventStream, json, message } from './__fixtures__/scripted-upstream.ts';

let answer: string;

const hello = JSON.stringify(message('Bonjour', { input_tokens: 10 }));

const proxied = useScriptedProxy((_request, response) => {
  response.writeHead(200, answer.startsWith('data:') ? eventStream : json);
  response.end(answer);
});

async function post(path: string, body: string): Promise<Response> {
  return fetch(proxied.testProxy.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any', 'anthropic-version': '2023-06-01' },
    body,
  });
}

/** The text of a response without the framing of events: one JSON document for each. */
const documentsOf = (text: string): readonly string[] =>
  text.startsWith('{') ? [text] : [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data = '']) => data);

/** Streamed arguments are joined before they are searched. */
function argumentsIn(text: string): string {
  const deltas = text.matchAll(/"(?:arguments|delta|partial_json)":("(?:[^"\\]|\\.)*")/g);
  return [...deltas].map(([, piece = '""']) => String(JSON.parse(piece))).join('');
}

/** The numbers of every copy of the document in a body. */
function numbersOfCopies(text: string): readonly (readonly string[])[] {
  const documents = documentsOf(text);
  const found = documents.flatMap(textsIn).flatMap(markedIn);
  return (found.length > 0 ? found : markedIn(argumentsIn(text))).map(numbersIn);
}

const everyNumber = `[${inexactNumbers.join(',')},{"n":[${inexactNumbers.toReversed().join(',')}]},1,"1.0"]`;

/** The numbers of each copy of the document that the upstream receives. */
async function sentUpstream({ path, body }: RequestCase, document: string): Promise<readonly (readonly string[])[]> {
  answer = path.endsWith('_tokens') ? '{"input_tokens":10}' : hello;
  const response = await post(path, body(document));
  expect([response.status, await response.text()]).toEqual([200, expect.any(String)]);
  return numbersOfCopies(proxied.upstream.received.at(-1)?.body ?? '{}');
}

/** The same for the client. */
async function sentToClient(wanted: ResponseCase, document: string): Promise<readonly (readonly string[])[]> {
  answer = wanted.upstream(document);
  const response = await post(wanted.path, wanted.request);
  const text = await response.text();
  expect([response.status, text]).toEqual([200, expect.any(String)]);
  return numbersOfCopies(text);
}

/** At least one copy, and all of them the same. */
function copiesOf(document: string, copies: readonly unknown[]): readonly unknown[] {
  return Array.from({ length: Math.max(1, copies.length) }, () => numbersIn(document));
}

test.each(requestCases)('sent upstream: $name ($path)', async (wanted) => {
  const copies = await sentUpstream(wanted, everyNumber);
  expect(copies).toEqual(copiesOf(everyNumber, copies));
});

test.each(responseCases)('sent to the client: $name', async (wanted) => {
  const copies = await sentToClient(wanted, everyNumber);
  expect(copies).toEqual(copiesOf(everyNumber, copies));
});

test('any document, from every place of a request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...requestCases), documentText, async (wanted, document) => {
      const copies = await sentUpstream(wanted, document);
      expect(copies).toEqual(copiesOf(document, copies));
    }),
    { numRuns: runs(1000) },
  );
});

test('any document, from every place of an upstream message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...responseCases), documentText, async (wanted, document) => {
      const copies = await sentToClient(wanted, document);
      expect(copies).toEqual(copiesOf(document, copies));
    }),
    { numRuns: runs(1000) },
  );
});
