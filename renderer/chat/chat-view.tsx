/** The test panel: a client of the proxy like any other. */

import { useEffect, useRef, type ReactNode } from 'react';
import { useAppState } from '../state/app-store.ts';
import { useChat } from './chat-store.ts';
import { Composer } from './composer.tsx';
import { OptionsBar } from './options-bar.tsx';
import { afterScroll, AT_END, followedTo } from './follow-end.ts';
import { TurnView } from './turn-view.tsx';

export function ChatView(): ReactNode {
  const turns = useChat((store) => store.turns);
  const baseUrl = useAppState((app) => app.status.baseUrl);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follow = useRef(AT_END);

  // Markdown is laid out after the text has arrived, so the height is observed, not the text.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      const element = scroller.current;
      if (!follow.current.following || element === null) return;
      element.scrollTop = element.scrollHeight;
      // Now, not with the scroll event of the next frame: a reader who moves up less than the text grew in between stays unseen.
      follow.current = followedTo(element.scrollTop);
    });
    if (content.current !== null) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  return (
    <div className="flex h-full flex-col">
      <OptionsBar />
      <div
        ref={scroller}
        onScroll={({ currentTarget }) => {
          follow.current = afterScroll(follow.current, currentTarget);
        }}
        className="min-h-28 flex-1 overflow-y-auto"
        tabIndex={0}
        role="log"
        aria-label="Conversation"
      >
        <div ref={content} className="mx-auto max-w-[840px]">
          {turns.length === 0 ? <Introduction baseUrl={baseUrl} /> : null}
          {turns.length === 0 ? null : <h2 className="sr-only">Conversation</h2>}
          {turns.map((turn, index) => (
            <TurnView key={turn.id} turn={turn} last={index === turns.length - 1} />
          ))}
        </div>
      </div>
      <div className="mx-auto w-full max-w-[840px]">
        <Composer />
      </div>
    </div>
  );
}

function Introduction({ baseUrl }: { baseUrl: string }): ReactNode {
  return (
    <div className="px-6 py-10">
      <h2 className="text-title font-semibold">Try the proxy</h2>
      <p className="mt-1 max-w-[60ch] text-muted">
        This panel sends OpenAI requests to <code>{baseUrl}</code> as your tools do. Each response links to its exchange
        in the request log.
      </p>
    </div>
  );
}
