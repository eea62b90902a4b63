/** The exchange as the conversation it was: turns one under the other, however long the history. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import type { ConversationTurn } from '#shared/exchange/conversation/conversation-view.ts';
import { cx } from '../../ui/class-names.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/small.tsx';
import { visible } from '../../ui/visible-text.tsx';
import { PartView } from './conversation-part.tsx';
import { expandMore, type ExpandedText } from './expand-text.ts';
import { useWorker } from '../worker/use-worker.ts';

export function ConversationTab({
  exchange,
  onShow,
}: {
  exchange: Exchange;
  /** Shows a node in the panes. */
  onShow: (pane: Pane, path: string) => void;
}): ReactNode {
  const { value: view, failure } = useWorker(exchange, 'conversation', []);
  if (failure !== null) return <p className="p-4 text-error">The bodies could not be read: {failure.message}</p>;
  if (view === undefined) return null;
  if (view.turns.length === 0) {
    return <p className="p-4 text-faint">This request has no conversation, or its body was truncated.</p>;
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      {view.earlierResponse === null ? null : (
        <p className="shrink-0 border-b bg-sunken px-4 py-1 text-muted">
          Continues <code>{visible(view.earlierResponse)}</code>; its items are not part of this request.
        </p>
      )}
      <Turns turns={view.turns} onShow={onShow} />
    </div>
  );
}

function Turns({
  turns,
  onShow,
}: {
  turns: readonly ConversationTurn[];
  onShow: (pane: Pane, path: string) => void;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  /** Kept here, because turns outside the viewport are unmounted. */
  const [unfolded, setUnfolded] = useState<ExpandedText>(new Map());
  const unfold = useCallback((unfoldedPath: string) => setUnfolded((known) => expandMore(known, unfoldedPath)), []);
  // oxlint-disable-next-line react/incompatible-library -- its answers are used here only, never handed to a memoised part
  const virtualizer = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 96,
    overscan: 6,
    // Scrolls to the end of the history and stays there while the measured heights replace the estimates.
    initialOffset: () => (turns.length > 12 ? turns.length * 96 : 0),
  });
  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label="Conversation"
      data-testid="thread"
      className="min-h-0 flex-1 overflow-y-auto"
    >
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const turn = turns[item.index];
          return turn === undefined ? null : (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <TurnView turn={turn} unfolded={unfolded} onUnfold={unfold} onShow={onShow} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const roleNames: Record<ConversationTurn['role'], string> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool result',
  compaction: 'Compaction',
};

function TurnView({
  turn,
  unfolded,
  onUnfold,
  onShow,
}: {
  turn: ConversationTurn;
  unfolded: ExpandedText;
  onUnfold: (path: string) => void;
  onShow: (pane: Pane, path: string) => void;
}): ReactNode {
  const title = roleNames[turn.role];
  return (
    <article
      aria-label={title}
      className={cx('border-b px-4 py-2.5', turn.role === 'compaction' && 'border-t-2 border-t-line-strong bg-sunken')}
    >
      <div className="mb-1 flex items-baseline gap-2">
        <h3 className={cx('font-medium', turn.role === 'assistant' ? 'text-upstream' : 'text-client')}>{title}</h3>
        {turn.replaced ? (
          <Badge tone="plain" title="The summary of a later compaction stands for it, so it was not sent upstream">
            compacted
          </Badge>
        ) : null}
        {turn.name === null ? null : <code className="text-muted">{visible(turn.name)}</code>}
        <Button
          look="quiet"
          className="ml-auto h-5 px-1.5 font-normal"
          title="Show in the panes"
          onClick={() => onShow(turn.pane, turn.path)}
        >
          <code className="text-mini">{visible(turn.path)}</code>
        </Button>
      </div>
      <div className="max-w-[96ch] space-y-2">
        {turn.parts.length === 0 ? <p className="text-faint">No content.</p> : null}
        {turn.parts.map((part) => (
          <PartView
            key={`${part.kind} ${part.path}`}
            part={part}
            path={`${turn.pane} ${part.path}`}
            unfolded={unfolded}
            onUnfold={onUnfold}
          />
        ))}
      </div>
    </article>
  );
}
