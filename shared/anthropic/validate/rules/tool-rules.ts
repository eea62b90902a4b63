/** Rules on tool definitions and on `tool_choice`. */

import type { ModelRule } from '../../../models/rule-data.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import type { ShapedRequest, ShapedTool } from '../shaped-request.ts';
import { isDictionary } from '../shape/shape.ts';
import { findSchemaFault } from './json-schema-rules.ts';

/** For the root of a tool; deeper objects may have any names. */
const parameterName = /^[a-zA-Z0-9_.-]{1,64}$/;

export function checkTools(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const tools = request.tools ?? [];
  const seen = new Set<string>();
  return (
    firstRefusal(tools, (tool, index) => {
      const refusal = checkTool(tool, index, rule);
      if (refusal !== null) return refusal;
      if (tool.name === undefined) return null;
      if (seen.has(tool.name)) return invalid('tools: Tool names must be unique.');
      seen.add(tool.name);
      return null;
    }) ?? checkChoice(request, rule, seen)
  );
}

function checkTool(tool: ShapedTool, index: number, rule: ModelRule): ValidationRefusal | null {
  if (tool.type === 'computer_20251124' && rule.id === 'claude-fable-5-2') {
    return invalid(
      `'${rule.id}' does not support tool types: computer_20251124. Did you mean one of computer_toolset_20260801?`,
    );
  }
  if (tool.input_schema === undefined) return null;
  const path = `tools.${index}.custom.input_schema`;
  const { input_schema: schema } = tool;
  if (schema['type'] === undefined) return invalid(`${path}.type: Field required`);
  if (schema['type'] !== 'object') return invalid(`${path}.type: Input should be 'object'`);
  if ('oneOf' in schema || 'allOf' in schema || 'anyOf' in schema) {
    return invalid(`${path}: input_schema does not support oneOf, allOf, or anyOf at the top level`);
  }
  const { properties } = schema;
  if (isDictionary(properties) && !Object.keys(properties).every((name) => parameterName.test(name))) {
    return invalid(`${path}.properties: Property keys should match pattern '${parameterName.source}'`);
  }
  return findSchemaFault(schema)
    ? invalid(
        `${path}: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12).`,
      )
    : null;
}

function checkChoice(request: ShapedRequest, rule: ModelRule, names: ReadonlySet<string>): ValidationRefusal | null {
  const choice = request.tool_choice;
  if (choice === undefined) return null;
  if ((request.tools?.length ?? 0) === 0) {
    return choice.type === 'tool'
      ? invalid(`Tool '${choice.name ?? ''}' not found in provided tools`)
      : invalid(`tool_choice.${choice.type} may only be specified while providing tools`);
  }
  if (choice.type !== 'any' && choice.type !== 'tool') return null;
  if (rule.forcedToolChoice === 'rejected') {
    return invalid('tool_choice: type "tool" and "any" are not supported for this model.');
  }
  if (rule.forcedToolChoice === 'not_with_thinking' && request.thinking?.type === 'enabled') {
    return invalid('Thinking may not be enabled when tool_choice forces tool use.');
  }
  return choice.type === 'tool' && !names.has(choice.name ?? '')
    ? invalid(`Tool '${choice.name ?? ''}' not found in provided tools`)
    : null;
}
