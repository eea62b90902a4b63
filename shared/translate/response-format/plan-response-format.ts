/** Decides how `response_format` is honoured: enforced by the API, or requested in the prompt and validated here. Pure. */

import { sendable } from '../content/sendable-json.ts';
import type { Draft } from '../core/request-draft.ts';
import { isUnset } from '../core/draft-field.ts';
import { isSchemaObject, type SchemaObject } from '../json-schema/schema-refs.ts';
import { strictLimits, strictSchema, type SchemaCounts } from '../json-schema/strict/strict-schema.ts';
import { responseSchema } from '../json-schema/response-schema.ts';

export interface FormatPlan {
  readonly kind: 'text' | 'object' | 'schema';
  /** The client's own schema, null for `json_object`. */
  readonly schema: SchemaObject | null;
  /** Its path in the request. */
  readonly from: string;
  /** The schema that the API enforces; null when the format is requested in the prompt. */
  readonly native: {
    readonly schema: SchemaObject;
    readonly wrapped: boolean;
    readonly counts: SchemaCounts;
    readonly softened: readonly string[];
  } | null;
  /** Why it is only requested in the prompt, null when it is enforced. */
  readonly why: string | null;
}

const text: FormatPlan = { kind: 'text', schema: null, from: 'response_format', native: null, why: null };

/** `json_schema` without a schema equals `json_object`; a schema inside `json_object` is used as if it were `json_schema`. */
export function planOutputFormat(draft: Draft): FormatPlan {
  const format = draft.request.response_format;
  if (isUnset(format) || (format.type !== 'json_object' && format.type !== 'json_schema')) return text;
  const nested = format.json_schema?.schema;
  const from = isUnset(nested) ? 'response_format.schema' : 'response_format.json_schema.schema';
  const schema = sendable(nested ?? format.schema, from);
  if (!isSchemaObject(schema)) return { ...text, kind: 'object' };
  return { kind: 'schema', schema, from, ...enforce(draft, schema) };
}

function enforce(draft: Draft, schema: SchemaObject): Pick<FormatPlan, 'native' | 'why'> {
  const { profile, adjustments, model } = draft.context;
  if (!profile.structuredOutputs) return instructedBecause(`${model} enforces no output format`);
  if (adjustments.omitStrict) return instructedBecause('the API refused the schemas of this request');
  if (citesSources(draft)) return instructedBecause('the API enforces no format where documents are cited');
  const { schema: root, wrapped, lost } = responseSchema(schema);
  const strict = strictSchema(root);
  if (!strict.ok) return instructedBecause(`the schema cannot be enforced: ${strict.reason}`);
  if (strict.counts.optional > strictLimits.optional || strict.counts.unions > strictLimits.unions) {
    return instructedBecause('the schema is larger than the API can compile');
  }
  const softened = [...new Set([...strict.softened, ...lost])].toSorted();
  return { native: { schema: strict.schema, wrapped, counts: strict.counts, softened }, why: null };
}

function instructedBecause(why: string): Pick<FormatPlan, 'native' | 'why'> {
  return { native: null, why };
}

/** Citations and an enforced format exclude each other. Only Anthropic's own document blocks can request citations. */
function citesSources({ request }: Draft): boolean {
  return request.messages.some(
    ({ content }) =>
      Array.isArray(content) &&
      content.some((part) => {
        const citations = typeof part === 'string' ? null : part['citations'];
        return (
          typeof citations === 'object' && citations !== null && 'enabled' in citations && citations.enabled === true
        );
      }),
  );
}
