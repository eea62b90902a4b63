/** Every client that calls tools. */

import type { Recipe } from '../support/client-recipe.ts';
import { claudeCode } from './claude-code.ts';
import { cline } from './cline.ts';
import { codex } from './codex.ts';
import { continueCli } from './continue.ts';
import { copilot } from './copilot.ts';
import { grokCli } from './grok-cli.ts';
import { libraries } from './libraries.ts';
import { opencode } from './opencode.ts';
import { pi } from './pi.ts';
import { qwenCode } from './qwen-code.ts';

export const recipes: readonly Recipe[] = [
  qwenCode,
  ...codex,
  ...libraries,
  opencode,
  continueCli,
  cline,
  ...pi,
  grokCli,
  ...copilot,
  claudeCode,
];
