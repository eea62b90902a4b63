/** The meta-schema of draft 2020-12 with its formats asserted, as the Messages API judges the schemas of tools. */

import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false, validateFormats: true });
addFormats(ajv);
const isMetaValid = ajv.getSchema('https://json-schema.org/draft/2020-12/schema');

/** The first violation of the meta-schema, null for a valid schema. */
export function metaSchemaFault(schema: unknown): string | null {
  if (isMetaValid === undefined) throw new Error('ajv has no meta-schema of draft 2020-12');
  if (isMetaValid(schema)) return null;
  return ajv.errorsText(isMetaValid.errors);
}

/** A predicate for the values that are valid against a schema; null where the validator cannot read the schema. */
export function validator(schema: object | boolean): ((value: unknown) => boolean) | null {
  try {
    const validate = new Ajv2020({ strict: false, logger: false, meta: false, validateSchema: false, validateFormats: false });
    return validate.compile(schema);
  } catch {
    return null;
  }
}
