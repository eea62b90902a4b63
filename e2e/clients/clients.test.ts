/**
 * Real clients through the proxy. Most have one task: have the model read a file, which takes a streamed call, a result and a final response. Tests only installed clients.
 */

import { describe, expect, it } from 'vitest';
import { committers, stageChange } from './recipes/committers.ts';
import { recipes } from './recipes/index.ts';
import { installedFolder } from './support/installed.ts';
import { promptFor } from './support/client-recipe.ts';
import { openTestBed } from './support/test-bed.ts';

const testBed = openTestBed();

/** A tool call in a response. */
const callIn = {
  '/v1/chat/completions': '"tool_calls":[',
  '/v1/responses': '"type":"function_call"',
  '/v1/messages': '"type":"tool_use"',
} as const;

const readers = recipes.flatMap((recipe) => {
  const folder = installedFolder(recipe.client);
  return folder === null ? [] : [[`${recipe.client} ${recipe.way}`, folder, recipe] as const];
});

describe.each(readers)('%s', (_, folder, recipe) => {
  it('calls a tool, runs it, sends the result back and finishes', async () => {
    const { code, output, clientFolder, seen, transcript } = await testBed.perform(folder, (here) =>
      recipe.command(here, promptFor(recipe, here)),
    );

    // Only the file contains the word: it was read, sent back, and quoted in the last response.
    expect.soft(output, transcript).toContain(clientFolder.word);
    expect.soft(code, transcript).toBe(0);
    expect.soft(seen.filter(({ status }) => status >= 400).map(({ responseText }) => responseText)).toEqual([]);

    const turns = seen.filter(({ path }) => path === recipe.path);
    const callTurn = turns.findIndex(
      ({ responseText }) => responseText.includes(callIn[recipe.path]) && responseText.includes(recipe.tool),
    );
    const resultTurn = turns.findIndex(({ body }) => body.includes(clientFolder.word));
    expect.soft(callTurn, transcript).toBeGreaterThanOrEqual(0);
    expect.soft(resultTurn, transcript).toBeGreaterThan(callTurn);
    const form = recipe.transport ?? (recipe.streams === false ? 'application/json' : 'text/event-stream');
    for (const turn of [turns[callTurn], turns[resultTurn]]) expect.soft(turn?.contentType, transcript).toContain(form);
  });
});

const writers = committers.flatMap(({ client, command }) => {
  const folder = installedFolder(client);
  return folder === null ? [] : [[client, folder, command] as const];
});

describe.each(writers)('%s', (_, folder, command) => {
  it('has a message written for a staged change', async () => {
    const { code, output, clientFolder, seen } = await testBed.perform(folder, (here) => {
      stageChange(here);
      return command(here);
    });

    expect.soft(code, output).toBe(0);
    // The mock server quotes the question, and the question holds the change.
    expect.soft(output).toContain(clientFolder.word);
    expect.soft(seen.map(({ path, status }) => `${path} ${String(status)}`)).toContain('/v1/chat/completions 200');
    expect.soft(seen.filter(({ status }) => status >= 400)).toEqual([]);
  });
});
