/** One turn of the conversation. */

import { RotateCcw } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { formatCount, withoutHint } from '../lib/format-values.ts';
import { showView } from '../state/navigation.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Dot } from '../ui/small.tsx';
import { visible, VisibleText } from '../ui/visible-text.tsx';
import { regenerate } from './chat-store.ts';
import { isRunning, type AssistantTurn, type Turn } from './chat-turns.ts';
import { GrowingText } from './markdown/growing-text.tsx';
import { Markdown } from './markdown/markdown.tsx';

export const TurnView = memo(function TurnView({ turn, last }: { turn: Turn; last: boolean }): ReactNode {
  return turn.role === 'user' ? (
    <article aria-label="You" className="border-t px-6 py-4 first-of-type:border-t-0">
      <h3 className="mb-1 font-medium text-client">You</h3>
      <p className="break-words whitespace-pre-wrap">
        <VisibleText>{turn.text}</VisibleText>
      </p>
    </article>
  ) : (
    <Answer turn={turn} last={last} />
  );
});

function Answer({ turn, last }: { turn: AssistantTurn; last: boolean }): ReactNode {
  const running = isRunning(turn);
  return (
    <article
      aria-label="Response"
      aria-busy={running}
      data-testid="answer"
      data-state={turn.state}
      className="border-t px-6 py-4"
    >
      <h3 className="wire mb-1 text-upstream">{visible(turn.model)}</h3>
      {turn.reasoning === '' ? null : (
        <details className="mb-2 text-muted">
          <summary className="w-fit">Thinking</summary>
          <p className="mt-1 border-l-2 pl-3 break-words whitespace-pre-wrap">
            <GrowingText text={turn.reasoning} />
          </p>
        </details>
      )}
      {turn.state === 'waiting' ? <p className="text-faint">Waiting for the first text…</p> : null}
      {turn.text === '' ? null : <Markdown text={turn.text} streaming={running} />}
      {turn.error === null ? null : (
        <p role="alert" className="mt-2 flex items-baseline gap-2">
          <Dot tone="error" />
          <span>
            <span className="font-medium text-error">
              <VisibleText>{withoutHint(turn.error.message, turn.error.hint)}</VisibleText>
            </span>{' '}
            <span className="text-muted">{visible(turn.error.hint ?? '')}</span>
          </span>
        </p>
      )}
      <Footer turn={turn} last={last} running={running} />
    </article>
  );
}

/** Always rendered, so that the text above does not move when the response ends. */
function Footer({ turn, last, running }: { turn: AssistantTurn; last: boolean; running: boolean }): ReactNode {
  const { exchangeId } = turn;
  return (
    <div className="mt-2 flex h-7 items-center gap-1 text-mini text-faint">
      <span className="mr-auto tabular-nums" data-testid="usage">
        {running ? '' : endWords(turn)}
      </span>
      {exchangeId === null ? null : (
        <Button look="quiet" className="h-6 text-mini" onClick={() => showView('requests', exchangeId)}>
          Show exchange
        </Button>
      )}
      {running || turn.text === '' ? null : <CopyIcon text={turn.text} what="the answer" className="size-6" />}
      {running || !last ? null : (
        <IconButton label="Regenerate" className="size-6" onClick={() => void regenerate()}>
          <RotateCcw size={14} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function endWords(turn: AssistantTurn): string {
  const parts: string[] = [];
  if (turn.usage !== null) {
    parts.push(`${formatCount(turn.usage.prompt)} tokens in`, `${formatCount(turn.usage.completion)} out`);
  }
  if (turn.state === 'stopped') parts.push('stopped by you');
  else if (turn.finishReason === 'length') parts.push('stopped at the token limit');
  else if (turn.finishReason !== null && turn.finishReason !== 'stop') parts.push(visible(turn.finishReason));
  return parts.join(' · ');
}
