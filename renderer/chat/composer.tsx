/** The input field: Enter sends, Shift+Enter inserts a line break, Esc stops the response. */

import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { inputLook } from '../ui/field.tsx';
import { sendDraft, stop, useChat } from './chat-store.ts';
import { isRunning } from './chat-turns.ts';

export function Composer(): ReactNode {
  const draft = useChat((store) => store.draft);
  const running = useChat((store) => store.turns.some(isRunning));
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="flex shrink-0 items-end gap-2 border-t px-6 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        void sendDraft();
      }}
    >
      <textarea
        ref={field}
        aria-label="Message"
        rows={1}
        placeholder="Message Claude through the proxy"
        value={draft}
        onChange={(event) => useChat.setState({ draft: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && running) void stop();
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          void sendDraft();
        }}
        className={cx(inputLook, 'field-sizing-content h-auto max-h-48 min-h-8 flex-1 resize-none py-1.5')}
      />
      {running ? (
        <Button className="h-8 w-20" onClick={() => void stop()}>
          <Square size={12} aria-hidden />
          Stop
        </Button>
      ) : (
        <Button look="primary" type="submit" className="h-8 w-20" disabled={draft.trim() === ''}>
          <ArrowUp size={14} aria-hidden />
          Send
        </Button>
      )}
    </form>
  );
}
