/** A streamed chat response for the fake bridge: markdown with everything that must not be loaded or run. */

import type { ChatEvent } from '#shared/ipc/contract.ts';

const text = `Here is what I found.

1. The **parser** reads a token ahead and forgets it at the end of input.
2. \`flush()\` is never called when the last line has no newline.

\`\`\`typescript
export function flush(state: State): Token[] {
  const rest = state.pending;
  state.pending = [];
  return rest;
}
\`\`\`

| case | before | after |
|---|---|---|
| newline at the end | 12 tokens | 12 tokens |
| no newline | 11 tokens | 12 tokens |

See [the report](https://example.com/report) ![pixel](https://example.com/pixel.png) <b onclick="alert(1)">not bold</b>.`;

/** Streams the response in deltas. A prompt with "fail" fails. Returns a function that stops it. */
export function fakeChatEvents(
  run: string,
  exchangeId: string,
  question: string,
  emit: (event: ChatEvent) => void,
): () => void {
  const chunks = text.match(/[\s\S]{1,7}/g) ?? [];
  let position = 0;
  emit({ kind: 'started', run, exchangeId });
  const timer = setInterval(() => {
    if (question.includes('fail') && position > 3) {
      clearInterval(timer);
      emit({
        kind: 'failed',
        run,
        code: 'overloaded',
        message: 'Anthropic is overloaded (529).',
        hint: 'Try again in a minute.',
      });
      return;
    }
    const chunk = chunks[position];
    position += 1;
    if (chunk !== undefined) {
      emit({ kind: 'text', run, text: chunk });
      return;
    }
    clearInterval(timer);
    emit({ kind: 'finished', run, finishReason: 'stop', usage: { prompt: 42, completion: 187 } });
  }, 16);
  return () => {
    clearInterval(timer);
    emit({ kind: 'finished', run, finishReason: null, usage: null });
  };
}
