import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metaSchemaFault } from '../../../__fixtures__/draft-2020-12.ts';
import { runs } from '../../../__fixtures__/test-depth.ts';
import { hostileSchema } from '../../../translate/json-schema/__fixtures__/hostile-schemas.ts';
import { findSchemaFault } from './json-schema-rules.ts';

test('the table agrees with the meta-schema of draft 2020-12 on any value', () => {
  fc.assert(
    fc.property(hostileSchema, (schema) => {
      expect([findSchemaFault(schema) === null, schema]).toEqual([metaSchemaFault(schema) === null, schema]);
    }),
    { numRuns: runs(1_000) },
  );
});
