/**
 * The error for a request for a summary that was answered without one. The response has status 200, so the stop reason tells why.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-on-demand (Handle a missing summary or an error)
 */

import type { ErrorResponse } from '../../openai/errors.ts';
import type { CompactionMode } from '../core/translation-interface.ts';
import type { Stop } from '../response/finish-reason.ts';
import { failureBody } from './proxy-errors.ts';

/** The code of an upstream that answered the conversation, because it does not know `compaction` and left the field out. */
export const COMPACTION_IGNORED = 'compaction_ignored';

/** @param answered the model wrote text or called a tool */
export function compactionFailure(
  { reason, details }: Stop,
  { mode, answered }: { readonly mode: CompactionMode; readonly answered: boolean },
): ErrorResponse {
  if (mode === 'native' && answered) {
    return failureBody(
      COMPACTION_IGNORED,
      'The upstream answered the conversation instead of compacting it',
      'Send the request again: the summary is then requested in another way.',
    );
  }
  switch (reason) {
    case 'max_tokens':
      return failureBody(
        'compaction_incomplete',
        'The summary was cut off by the output limit',
        'Send a larger max_output_tokens, several thousand at least, or none.',
      );
    case 'model_context_window_exceeded':
      return failureBody(
        'compaction_incomplete',
        'The conversation leaves no room for a summary in the model’s context',
        'Compact earlier, or leave out the oldest messages.',
      );
    case 'refusal':
      return failureBody(
        'compaction_incomplete',
        details?.explanation || 'The model declined to summarise this conversation',
        'Continue without a summary, or leave out what the model declines.',
      );
    default:
      return failureBody(
        'compaction_failed',
        'The upstream made no summary of the conversation',
        'Send the request again, or continue without a summary.',
      );
  }
}
