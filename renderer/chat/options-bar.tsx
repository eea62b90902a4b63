/** What a chat request is sent with: model, limit, system prompt. */

import { ChevronDown, Trash2 } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useAppState } from '../state/app-store.ts';
import { modelSuggestions } from '../state/model-suggestions.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Input, inputLook } from '../ui/field.tsx';
import { Dot } from '../ui/small.tsx';
import { SuggestInput } from '../ui/suggest-input.tsx';
import { clearChat, parseMaxTokens, useChat } from './chat-store.ts';

export function OptionsBar(): ReactNode {
  const configured = useAppState((app) => app.settings.model);
  const model = useChat((store) => store.model);
  const system = useChat((store) => store.system);
  const maxTokens = useChat((store) => store.maxTokens);
  const empty = useChat((store) => store.turns.length === 0);
  const [open, setOpen] = useState(false);
  const id = useId();
  const invalid = parseMaxTokens(maxTokens) === 'invalid';
  return (
    <div className="shrink-0 border-b">
      <div className="flex min-h-10 flex-wrap items-center gap-2 px-3 py-1">
        <label htmlFor={`${id}-model`} className="text-muted">
          Model
        </label>
        <SuggestInput
          id={`${id}-model`}
          className="w-60"
          value={model ?? configured}
          onChange={(value) => useChat.setState({ model: value })}
          suggestions={modelSuggestions()}
        />
        <label htmlFor={`${id}-tokens`} className="pl-2 whitespace-nowrap text-muted">
          Max tokens
        </label>
        <Input
          id={`${id}-tokens`}
          className="w-20 tabular-nums"
          placeholder="default"
          inputMode="numeric"
          value={maxTokens}
          aria-invalid={invalid}
          title={invalid ? 'Enter a whole number from 1, or leave it empty. No limit is sent now.' : undefined}
          onChange={(event) => useChat.setState({ maxTokens: event.target.value })}
        />
        <Button
          look="quiet"
          aria-expanded={open}
          aria-controls={`${id}-panel`}
          onClick={() => setOpen(!open)}
          className="ml-1"
        >
          <ChevronDown size={14} aria-hidden className={cx('transition-transform', !open && '-rotate-90')} />
          System prompt
          {system.trim() !== '' && !open ? <Dot tone="accent" /> : null}
        </Button>
        <Button look="quiet" className="ml-auto" disabled={empty} onClick={() => void clearChat()}>
          <Trash2 size={14} aria-hidden />
          Clear
        </Button>
      </div>
      <div id={`${id}-panel`} hidden={!open} className="px-3 pb-3">
        <textarea
          aria-label="System prompt"
          rows={4}
          placeholder="You are a professional translator."
          value={system}
          spellCheck={false}
          onChange={(event) => useChat.setState({ system: event.target.value })}
          className={cx(inputLook, 'block h-auto resize-y py-1.5')}
        />
      </div>
    </div>
  );
}
