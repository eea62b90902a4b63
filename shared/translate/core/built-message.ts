/** Types of the messages and blocks that are sent upstream. */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import type Anthropic from '@anthropic-ai/sdk';

export type TextBlock = Anthropic.Beta.Messages.BetaTextBlockParam;

export type ToolUseBlock = Anthropic.Beta.Messages.BetaToolUseBlockParam;

export type ToolResultBlock = Anthropic.Beta.Messages.BetaToolResultBlockParam;

export type CacheControl = Anthropic.Beta.Messages.BetaCacheControlEphemeral;

export type BuiltMessage =
  | { role: 'user' | 'assistant'; content: ContentBlockParam[] }
  | { role: 'system'; content: TextBlock[] };
