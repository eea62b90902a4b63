/** The conversation of the chat panel: its turns, and how an event of a run changes them. Pure. */

import type { ErrorReport } from '#shared/errors.ts';
import type { ChatEvent } from '#shared/ipc/contract.ts';

export interface UserTurn {
  readonly role: 'user';
  readonly id: string;
  readonly text: string;
}

export interface AssistantTurn {
  readonly role: 'assistant';
  /** The id of the run that makes it. */
  readonly id: string;
  readonly model: string;
  readonly text: string;
  readonly reasoning: string;
  readonly state: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly exchangeId: string | null;
  readonly finishReason: string | null;
  readonly usage: { readonly prompt: number; readonly completion: number } | null;
  readonly error: ErrorReport | null;
}

export type Turn = UserTurn | AssistantTurn;

export function newAssistantTurn(run: string, model: string): AssistantTurn {
  return {
    role: 'assistant',
    id: run,
    model,
    text: '',
    reasoning: '',
    state: 'waiting',
    exchangeId: null,
    finishReason: null,
    usage: null,
    error: null,
  };
}

/** True while a run may still add to the turn. */
export function isRunning(turn: Turn): boolean {
  return turn.role === 'assistant' && (turn.state === 'waiting' || turn.state === 'streaming');
}

/** The turns after an event. Events of unknown runs change nothing; late events of a stopped run only set its exchange. */
export function applyEvent(turns: readonly Turn[], event: ChatEvent): readonly Turn[] {
  const index = turns.findLastIndex((turn) => turn.role === 'assistant' && turn.id === event.run);
  const turn = turns[index];
  if (turn?.role !== 'assistant') return turns;
  const next = assistantTurnAfter(turn, event);
  return next === turn ? turns : turns.with(index, next);
}

function assistantTurnAfter(turn: AssistantTurn, event: ChatEvent): AssistantTurn {
  if (event.kind === 'started') return { ...turn, exchangeId: event.exchangeId ?? turn.exchangeId };
  if (!isRunning(turn)) return turn;
  switch (event.kind) {
    case 'text':
      return { ...turn, state: 'streaming', text: turn.text + event.text };
    case 'reasoning':
      return { ...turn, state: 'streaming', reasoning: turn.reasoning + event.text };
    case 'finished':
      return { ...turn, state: 'done', finishReason: event.finishReason, usage: event.usage };
    case 'failed':
      return { ...turn, state: 'failed', error: { code: event.code, message: event.message, hint: event.hint } };
  }
}

/** Marks the running response as stopped by the user. */
export function stopAssistantTurn(turns: readonly Turn[]): readonly Turn[] {
  return turns.map((turn) => (turn.role === 'assistant' && isRunning(turn) ? { ...turn, state: 'stopped' } : turn));
}

/** The messages sent for these turns: failed and empty responses are left out. */
export function messagesOf(turns: readonly Turn[]): { role: 'user' | 'assistant'; content: string }[] {
  return turns
    .filter((turn) => turn.role === 'user' || (turn.text !== '' && turn.state !== 'failed'))
    .map((turn) => ({ role: turn.role, content: turn.text }));
}

/** The turns without the last response, so that it can be requested again; null when there is none. */
export function beforeLastAssistantTurn(turns: readonly Turn[]): readonly Turn[] | null {
  const last = turns.at(-1);
  return last === undefined || last.role === 'user' || isRunning(last) ? null : turns.slice(0, -1);
}
