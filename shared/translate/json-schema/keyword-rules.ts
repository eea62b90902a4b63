/**
 * Every keyword of the meta-schema of draft 2020-12 that holds no schema, with the values it may have. Keywords with schemas are in
 * `schema-locations.ts`; the meta-schema knows no others, so any other keyword may have any value.
 */

import {
  choicesValue,
  countValue,
  flagValue,
  isAnchor,
  isResourceId,
  isText,
  isUri,
  type KeywordValue,
  LEFT_OUT,
  listValue,
  LOST,
  nameListsValue,
  namesValue,
  numberValue,
  unlessInvalid,
  patternValue,
  positiveNumberValue,
  textValue,
  typeValue,
} from './keyword-values.ts';
import { isRecord } from '../../json/sanitize-text.ts';

const anything: KeywordValue = (value) => value;
/** Whether a reference leads anywhere is judged by the walk. */
const reference: KeywordValue = (value) => (typeof value === 'string' ? value : LOST);
const isFlag = (value: unknown): boolean => typeof value === 'boolean';

export const keywordRules: ReadonlyMap<string, KeywordValue> = new Map(
  Object.entries({
    // Core.
    $schema: unlessInvalid(isUri),
    $id: unlessInvalid(isResourceId),
    $anchor: unlessInvalid(isAnchor),
    $dynamicAnchor: unlessInvalid(isAnchor),
    $recursiveAnchor: unlessInvalid(isAnchor),
    $ref: reference,
    $dynamicRef: reference,
    $recursiveRef: reference,
    $vocabulary: unlessInvalid(
      (value) => isRecord(value) && Object.entries(value).every(([name, used]) => isUri(name) && isFlag(used)),
    ),
    $comment: unlessInvalid(isText),
    // Validation.
    type: typeValue,
    const: anything,
    enum: choicesValue,
    multipleOf: positiveNumberValue,
    maximum: numberValue,
    exclusiveMaximum: numberValue,
    minimum: numberValue,
    exclusiveMinimum: numberValue,
    maxLength: countValue,
    minLength: countValue,
    pattern: patternValue,
    maxItems: countValue,
    minItems: countValue,
    uniqueItems: flagValue,
    maxContains: countValue,
    minContains: countValue,
    maxProperties: countValue,
    minProperties: countValue,
    required: namesValue,
    dependentRequired: nameListsValue,
    // Annotations.
    title: textValue,
    description: textValue,
    default: anything,
    deprecated: (value: unknown) => withoutLoss(flagValue(value)),
    readOnly: (value: unknown) => withoutLoss(flagValue(value)),
    writeOnly: (value: unknown) => withoutLoss(flagValue(value)),
    examples: listValue,
    format: unlessInvalid(isText),
    contentEncoding: unlessInvalid(isText),
    contentMediaType: unlessInvalid(isText),
  }),
);

function withoutLoss(value: unknown): unknown {
  return value === LOST ? LEFT_OUT : value;
}

/** `null` is a value only here; under any other keyword it says that there is none. */
export const nullableKeywords: ReadonlySet<string> = new Set(['const', 'default']);
