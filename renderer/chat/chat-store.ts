/** The state of the chat panel; it outlives the view, so a response keeps streaming while another view is shown. */

import { create } from 'zustand';
import type { ChatEvent } from '#shared/ipc/contract.ts';
import { collectUntilFrame } from '../lib/collect-until-frame.ts';
import { call, subscribe } from '../lib/window-bridge.ts';
import { reportOf, useAppStore } from '../state/app-store.ts';
import {
  applyEvent,
  beforeLastAssistantTurn,
  isRunning,
  messagesOf,
  newAssistantTurn,
  stopAssistantTurn,
  type Turn,
} from './chat-turns.ts';

interface ChatStore {
  readonly turns: readonly Turn[];
  /** Null means the configured model. */
  readonly model: string | null;
  readonly system: string;
  /** As typed; empty leaves the limit to the proxy. */
  readonly maxTokens: string;
  readonly draft: string;
}

export const useChat = create<ChatStore>(() => ({ turns: [], model: null, system: '', maxTokens: '', draft: '' }));

/** The typed limit: a positive whole number, null for none, `invalid` for anything else. */
export function parseMaxTokens(typed: string): number | null | 'invalid' {
  const text = typed.trim();
  if (text === '') return null;
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : 'invalid';
}

function isBusy(): boolean {
  return useChat.getState().turns.some(isRunning);
}

/** Sends the draft. */
export async function sendDraft(): Promise<void> {
  const { draft, turns } = useChat.getState();
  if (draft.trim() === '' || isBusy()) return;
  useChat.setState({ draft: '' });
  await ask([...turns, { role: 'user', id: crypto.randomUUID(), text: draft }]);
}

/** Requests the last response again. */
export async function regenerate(): Promise<void> {
  const turns = beforeLastAssistantTurn(useChat.getState().turns);
  if (turns !== null) await ask(turns);
}

export async function stop(): Promise<void> {
  const running = useChat.getState().turns.find(isRunning);
  if (running === undefined) return;
  useChat.setState(({ turns }) => ({ turns: stopAssistantTurn(turns) }));
  // The turn is already marked as stopped; the run may have ended in the meantime, which is harmless.
  await call('chat.stop', { run: running.id }).catch(() => null);
}

export async function clearChat(): Promise<void> {
  await stop();
  useChat.setState({ turns: [] });
}

async function ask(turns: readonly Turn[]): Promise<void> {
  const { model: chosen, system, maxTokens } = useChat.getState();
  const model = chosen?.trim() || (useAppStore.getState().app?.settings.model ?? '');
  const limit = parseMaxTokens(maxTokens);
  const run = crypto.randomUUID();
  useChat.setState({ turns: [...turns, newAssistantTurn(run, model)] });
  try {
    await call('chat.send', {
      run,
      model,
      system,
      messages: messagesOf(turns),
      maxTokens: limit === 'invalid' ? null : limit,
    });
  } catch (error) {
    useChat.setState((store) => ({ turns: applyEvent(store.turns, { kind: 'failed', run, ...reportOf(error) }) }));
  }
}

/** Subscribes to the events of runs. Returns the function that unsubscribes. */
export function followChat(): () => void {
  const collected = collectUntilFrame<ChatEvent>((events) =>
    useChat.setState(({ turns }) => ({ turns: events.reduce(applyEvent, turns) })),
  );
  return subscribe('chat.event', collected);
}
