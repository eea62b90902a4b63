/**
 * Asks the user before requests and the API key go to an origin that the key was not entered for. The main process asks in a native
 * dialog, which code in the window can neither confirm nor avoid. `KeyService.read` enforces the rule; this module asks for
 * consent.
 */

import type {
  EndpointConfirmation,
  KeyDestination,
  KeyOrigins,
  KeyService,
  SettingsStore,
} from '#electron/services.ts';
import { DragomanError } from '#shared/errors.ts';
import { endpointOrigin, validateEndpoint } from '#shared/settings/endpoint.ts';

/** Resolves with true when the user agreed to send requests and the key from one origin to another. */
export type AskAboutEndpoint = (origins: KeyOrigins) => Promise<boolean>;

export interface EndpointConfirmationOptions {
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly key: Pick<KeyService, 'destination' | 'onUnconfirmed'>;
  /** Null: no user to ask, which counts as refusal. */
  readonly ask: AskAboutEndpoint | null;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

/** Rate limit against prompt fatigue: after this many consecutive refusals the dialog is suppressed for a while. */
const MAX_REFUSALS = 5;
export const REFUSAL_PAUSE_MS = 60_000;

export function createEndpointConfirmation(options: EndpointConfirmationOptions): EndpointConfirmation {
  const { settings, key, ask } = options;
  const now = options.now ?? (() => performance.now());
  let open: { readonly about: string; readonly answer: Promise<boolean> } | null = null;
  let refusals = 0;
  let lastRefusal = 0;
  /** Origins already asked about because of client requests, so that a busy client causes one dialog. */
  const requestQuestions = new Set<string>();

  const unsubscribe = key.onUnconfirmed(({ from, to, lastFour }) => {
    const about = JSON.stringify([from, to, lastFour]);
    if (requestQuestions.has(about)) return;
    requestQuestions.add(about);
    beforeUse().catch(() => undefined);
  });

  /**
   * One dialog at a time: a repeated question shares its result, another one is refused meanwhile.
   * @throws DragomanError `endpoint_not_confirmed`
   */
  async function agree(question: KeyOrigins): Promise<void> {
    const about = JSON.stringify(question);
    if (open === null && ask !== null) {
      const left = REFUSAL_PAUSE_MS - (now() - lastRefusal);
      if (refusals >= MAX_REFUSALS && left > 0) throw paused(question, left);
      open = { about, answer: ask(question).catch(() => false) };
      const yes = await open.answer;
      open = null;
      refusals = yes ? 0 : refusals + 1;
      lastRefusal = now();
      if (!yes) throw refused(question);
    } else if (open?.about !== about || !(await open.answer)) throw refused(question);
  }

  async function confirm(destination: KeyDestination): Promise<void> {
    if (destination.kind !== 'elsewhere' || destination.trusted) return;
    const { from, to, lastFour } = destination;
    await agree({ from, to, lastFour });
    await destination.confirm();
  }

  async function beforeUse(): Promise<void> {
    await confirm(await key.destination(settings.get().endpoint));
  }

  return {
    beforeUse,

    async beforeChange(endpoint) {
      const from = endpointOrigin(settings.get().endpoint);
      const to = endpointOrigin(endpoint);
      // Same origin, or another setting.
      if (from === to) return;
      const destination = await key.destination(endpoint);
      if (destination.kind !== 'none') {
        await confirm(destination);
        return;
      }
      // Without a key, requests would go there with the key entered next.
      const verdict = validateEndpoint(endpoint);
      if (verdict.ok && verdict.warning === null) return;
      await agree({ from, to, lastFour: null });
    },

    close: unsubscribe,
  };
}

function refused({ from, to }: KeyOrigins): DragomanError {
  return new DragomanError(
    'endpoint_not_confirmed',
    `Sending to ${to} was not confirmed; everything is as it was.`,
    `Requests and the API key belong to ${from}. To send them to ${to}, try again and agree in Dragoman’s dialog.`,
  );
}

function paused({ to }: KeyOrigins, leftMs: number): DragomanError {
  return new DragomanError(
    'endpoint_not_confirmed',
    `Sending to ${to} was not confirmed; everything is as it was.`,
    `You were asked ${String(MAX_REFUSALS)} times in a row and refused; Dragoman asks again in ${String(Math.ceil(leftMs / 1000))} s.`,
  );
}
