/** Writes the plan for `response_format` into the body. `validate-output.ts` is its response side. */

import { RequestRefused } from '../../errors.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { ignoreField, isUnset } from '../core/draft-field.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import { planOutputFormat, type FormatPlan } from './plan-response-format.ts';
import { writeJson } from '../../json/exact-number.ts';

const onlyJson = 'Write nothing but the JSON: no explanation, no code fence.';

/**
 * Sets `output_config.format`, or adds the instruction, and stores the plan for the response in `draft.outputFormat`. Never a
 * forced tool and never a prefill: several models refuse both.
 *
 * @throws RequestRefused for an unknown format
 */
export function applyOutputFormat(draft: Draft): void {
  const format = draft.request.response_format;
  if (isUnset(format)) return;
  if (format.type !== 'text' && format.type !== 'json_object' && format.type !== 'json_schema') {
    throw new RequestRefused({
      code: 'unsupported_value',
      param: 'response_format.type',
      message: `There is no response format ${JSON.stringify(format.type)}.`,
      hint: 'Send "text", "json_object" or "json_schema".',
    });
  }
  const plan = planOutputFormat(draft);
  if (plan.kind === 'text') return ignoreField(draft, 'response_format', 'Text is the default.');
  if (plan.native === null) applyInstructed(draft, plan);
  else applyNative(draft, plan, plan.native);
}

function applyNative(draft: Draft, plan: FormatPlan, native: NonNullable<FormatPlan['native']>): void {
  const { body, context } = draft;
  const definition = draft.request.response_format?.json_schema;
  const schema: { [keyword: string]: unknown } = { ...native.schema };
  if (!isUnset(definition?.description) && definition.description !== '')
    schema['description'] ??= cleanText(definition.description);
  body.output_config ??= {};
  body.output_config.format = { type: 'json_schema', schema };
  draft.outputFormat = { kind: 'native', schema: plan.schema ?? true, wrapped: native.wrapped };
  if (native.wrapped) {
    const reason = 'A root that is not an object was wrapped in one; the response is unwrapped.';
    addNote(draft, {
      verb: 'emulated',
      code: 'output-schema-wrapped',
      from: plan.from,
      to: 'output_config.format.schema',
      reason,
    });
  }
  if (native.softened.length > 0) {
    const reason = `${native.softened.join(', ')}: in the description for the model and validated in the response, not enforced.`;
    addNote(draft, {
      verb: 'emulated',
      code: 'schema-softened',
      from: plan.from,
      to: 'output_config.format.schema',
      reason,
    });
  }
  const { tracer } = context;
  if (tracer === null) return;
  const { format } = body.output_config;
  if (isUnset(format)) return;
  tracer.link('response_format.type', format, 'type', 'moved', 'The format of the answer.');
  tracer.link(plan.from, format, 'schema', 'merged', 'The schema, in the form the API enforces.');
  tracer.link('response_format.json_schema.description', schema, 'description', 'moved', 'What the schema is for.');
  tracer.drop('response_format.json_schema.name', 'A format has no name here.');
  tracer.drop('response_format.json_schema.strict', 'A format is always enforced here.');
}

function applyInstructed(draft: Draft, plan: FormatPlan): void {
  const reason =
    plan.why === null
      ? 'The API cannot enforce an arbitrary JSON object; the prompt requests it and the response is validated.'
      : `The prompt requests the format and the response is validated: ${plan.why}.`;
  const code = plan.schema === null ? 'json-object-as-instruction' : 'json-schema-as-instruction';
  addNote(draft, { verb: 'emulated', code, from: 'response_format', to: 'system', reason });
  draft.instructions.push(instruction(plan));
  draft.outputFormat = { kind: 'instructed', schema: plan.schema };
  draft.context.tracer?.drop('response_format', reason);
}

function instruction({ schema }: FormatPlan): string {
  if (schema === null) return `Answer with one JSON object. ${onlyJson}`;
  return `Answer with JSON that is valid against this JSON Schema. ${onlyJson}\n\n${writeJson(schema)}`;
}
