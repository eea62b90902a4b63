/** Decides whether the mock server calls a tool, which one, and with which arguments. */

import type { ShapedRequest, ShapedTool } from '#shared/anthropic/validate/index.ts';
import { amount } from '../parse-directives.ts';
import type { Directives } from '../parse-directives.ts';
import { sampleFor } from './sample-json.ts';
import { lastUserWords, lastTurnBlocks } from './canned-text.ts';
import { parseExactJson } from '#shared/json/exact-json.ts';

export interface PlannedCall {
  readonly name: string;
  readonly input: unknown;
  /** Argument text that replaces the JSON of `input` in a stream: lets a test send invalid JSON. */
  readonly rawInput: string | null;
}

/** A demo must not change the user's machine, so modifying tools come last. */
const risky = /write|edit|delete|remove|create|update|patch|exec|bash|shell|run|command|move|send|post|commit|kill/i;

/** None without client tools, with `tool_choice` none, or after tool results. */
export function planCalls(request: ShapedRequest, directives: Directives): readonly PlannedCall[] {
  const tools = (request.tools ?? []).filter((tool) => tool.input_schema !== undefined);
  const choice = request.tool_choice;
  const hasResults = lastTurnBlocks(request).some((block) => block.type === 'tool_result');
  const forced = choice?.type === 'any' || choice?.type === 'tool';
  if (tools.length === 0 || choice?.type === 'none') return [];
  if (!forced && !directives.has('tool') && (hasResults || directives.has('no-tool'))) return [];

  const order = rank(tools, request, directives);
  const wanted = Math.max(1, amount(directives, 'tools', mentioned(tools, lastUserWords(request)).length));
  const count = choice?.disable_parallel_tool_use === true || choice?.type === 'tool' ? 1 : wanted;
  return Array.from({ length: count }, (_, index) => order[index % order.length])
    .filter((tool) => tool !== undefined)
    .map((tool) => plan(tool, request, directives));
}

function plan(tool: ShapedTool, request: ShapedRequest, directives: Directives): PlannedCall {
  const raw = directives.get('args');
  const topic = lastUserWords(request).slice(0, 200);
  const sample = (): unknown => sampleFor(tool.input_schema, { everything: false, topic });
  if (raw === undefined) return { name: tool.name ?? '', input: sample(), rawInput: null };
  const parsed = parse(raw);
  return { name: tool.name ?? '', input: parsed ?? {}, rawInput: raw };
}

function parse(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return null;
  }
}

/** Best first: by directive or `tool_choice`, then named in the question, then sharing words with it, then harmless. */
function rank(tools: readonly ShapedTool[], request: ShapedRequest, directives: Directives): readonly ShapedTool[] {
  const question = lastUserWords(request);
  const named = mentioned(tools, question);
  const words = new Set(question.toLowerCase().match(/[a-z]{4,}/g) ?? []);
  const chosen = request.tool_choice?.type === 'tool' ? request.tool_choice.name : directives.get('tool');
  const score = (tool: ShapedTool): number => {
    if (chosen !== undefined && tool.name === chosen) return 1000;
    if (named.includes(tool)) return 500;
    const own = `${tool.name ?? ''} ${tool.description ?? ''}`.toLowerCase().match(/[a-z]{4,}/g) ?? [];
    const shared = new Set(own.filter((word) => words.has(word))).size;
    return shared * 2 - (risky.test(tool.name ?? '') ? 100 : 0);
  };
  return tools.toSorted((left, right) => score(right) - score(left));
}

const mentioned = (tools: readonly ShapedTool[], question: string): readonly ShapedTool[] =>
  tools.filter((tool) => tool.name !== undefined && tool.name.length > 2 && question.includes(tool.name));
