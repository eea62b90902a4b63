/** Setting a tool up: what the window is told about the tool's configuration file and what would change in it. */

import { z } from 'zod';

/** Recipe ids of the tools whose configuration file is known. */
export const setUpToolSchema = z.enum(['codex', 'claude-code', 'opencode', 'aider', 'continue', 'zed']);
export type SetUpTool = z.infer<typeof setUpToolSchema>;
export const setUpTools: readonly SetUpTool[] = setUpToolSchema.options;

/** `restore` brings back the bytes from before the set-up. */
export const setUpActionSchema = z.enum(['set-up', 'restore']);
export type SetUpAction = z.infer<typeof setUpActionSchema>;

export const setUpStateSchema = z.strictObject({
  tool: setUpToolSchema,
  path: z.string(),
  /**
   * `ready`: can be set up. `done`: the file says what it must. `outdated`: it was set up here, and address, model or token have
   * changed since. `refused`: it is left alone, for the reason.
   */
  state: z.enum(['ready', 'done', 'outdated', 'refused']),
  reason: z.string().nullable(),
  /** There is a backup from before the set-up. */
  restorable: z.boolean(),
});
export type SetUpState = z.infer<typeof setUpStateSchema>;

export const diffLineSchema = z.strictObject({
  /** `gap`: lines that stay were left out here. */
  kind: z.enum(['same', 'added', 'removed', 'gap']),
  text: z.string(),
});
export type DiffLine = z.infer<typeof diffLineSchema>;

export const setUpPlanSchema = z.strictObject({
  tool: setUpToolSchema,
  action: setUpActionSchema,
  path: z.string(),
  /** What becomes of the file. */
  effect: z.enum(['changed', 'created', 'removed', 'unchanged']),
  /** Secrets in it are masked. */
  diff: z.array(diffLineSchema),
  /** Secrets are masked in the diff: what is written has them whole. */
  masked: z.boolean(),
  /** Only with `restore`: the file was changed after the set-up, and these changes go too. */
  editedSince: z.boolean(),
  /** Names the content that was compared; `connect.apply` writes nothing else. */
  digest: z.string(),
});
export type SetUpPlan = z.infer<typeof setUpPlanSchema>;
