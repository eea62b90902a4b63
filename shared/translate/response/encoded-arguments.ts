/**
 * Decodes a tool's streamed arguments that are encoded twice: a JSON string that holds the JSON text. A whole response gives the
 * client the text within, so a stream does too. Such text is held back until it is complete, because only then is it known to be a
 * string and not a cut-off one; everything else passes as it comes.
 */

import type { Steps } from '../../steps.ts';
import { argumentsTextSteps, parseArgumentsSteps } from './tool-arguments.ts';

export interface EncodedArgumentReader {
  /** @returns the text so far; nothing while a JSON string, or the space before the first character, is held back */
  push(json: string): string;
  /** @returns the text that was held back: decoded, or as it came where it is not a complete JSON string */
  end(): Steps<string>;
}

export function createEncodedArgumentReader(): EncodedArgumentReader {
  let kind: 'unknown' | 'plain' | 'encoded' = 'unknown';
  let held = '';

  return {
    push(json) {
      if (kind === 'plain') return json;
      held += json;
      if (kind === 'unknown') {
        const first = json.trimStart()[0];
        if (first === undefined) return '';
        kind = first === '"' ? 'encoded' : 'plain';
      }
      if (kind === 'encoded') return '';
      const text = held;
      held = '';
      return text;
    },
    *end() {
      const text = held.trim() === '' ? '' : yield* argumentsTextSteps(yield* parseArgumentsSteps(held));
      held = '';
      return text;
    },
  };
}
