/** Token counts of one exchange, as the record and the price table have them. */

import { z } from 'zod';

export const tokenCountsSchema = z.strictObject({
  input: z.int(),
  output: z.int(),
  cacheRead: z.int(),
  cacheWrite: z.int(),
  reasoning: z.int(),
});

export type TokenCounts = z.infer<typeof tokenCountsSchema>;
