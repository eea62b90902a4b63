/**
 * An OpenAI custom tool, whose input is free text: becomes a tool with one string property, which the response translation unwraps.
 */

import { addNote } from '../core/request-draft.ts';
import { isUnset } from '../core/draft-field.ts';
import { declareToolName, type Tool } from './function-tool.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import type { ToolContext } from './tool-context.ts';

export interface CustomDefinition {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly format?: unknown;
}

interface Grammar {
  readonly syntax: string;
  readonly definition: string;
}

/** Adds the tool to `draft.customTools`. The description tells the model about a grammar; nothing enforces it. */
export function customTool(context: ToolContext, definition: CustomDefinition): Tool {
  const { draft, tools, path } = context;
  const name = declareToolName(context, definition.name);
  const grammar = readGrammar(definition.format);
  const to = `tools[${tools.length}].input_schema`;
  const tool: Tool = {
    name,
    input_schema: {
      type: 'object',
      properties: { input: { type: 'string', description: 'The input of the tool, as plain text.' } },
      required: ['input'],
      additionalProperties: false,
    },
  };
  const description = describe(definition.description, grammar);
  if (description !== '') tool.description = cleanText(description);
  draft.customTools.add(name);
  const reason = 'A tool with free text became one with a single text parameter; calls are unwrapped.';
  addNote(draft, { verb: 'emulated', code: 'custom-tool-wrapped', from: `${path}.name`, to, reason });
  if (grammar !== null) {
    const lost = 'The description tells the model the grammar; it is not enforced.';
    addNote(draft, { verb: 'approximated', code: 'grammar-not-enforced', from: `${path}.format`, to, reason: lost });
  }
  const { tracer } = draft.context;
  if (tracer === null) return tool;
  tracer.link(`${path}.name`, tool, 'name', name === definition.name ? 'moved' : 'renamed', 'The name of the tool.');
  tracer.link(`${path}.description`, tool, 'description', 'moved', 'What the tool does.');
  if (grammar === null) tracer.drop(`${path}.format`, 'The tool takes free text.');
  else tracer.link(`${path}.format`, tool, 'description', 'merged', 'The grammar is part of the description.');
  return tool;
}

function describe(description: string | null | undefined, grammar: Grammar | null): string {
  const text = description ?? '';
  if (grammar === null) return text;
  const rule = `The input must match this grammar (${grammar.syntax}):\n${grammar.definition}`;
  return text === '' ? rule : `${text}\n\n${rule}`;
}

/** `{type: "grammar", grammar: {syntax, definition}}`, or flat as in the Responses API; null for plain text. */
function readGrammar(format: unknown): Grammar | null {
  if (typeof format !== 'object' || format === null || !('type' in format) || format.type !== 'grammar') return null;
  const holder = 'grammar' in format ? format.grammar : format;
  if (typeof holder !== 'object' || holder === null || !('definition' in holder)) return null;
  if (isUnset(holder.definition) || typeof holder.definition !== 'string') return null;
  const syntax = 'syntax' in holder && typeof holder.syntax === 'string' ? holder.syntax : 'text';
  return { syntax, definition: holder.definition };
}
