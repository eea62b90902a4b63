/** Dispatches one untrusted call from the window: checks the name, parses the input strictly, runs the handler, returns errors as data. */

import type { ErrorReport } from '#shared/errors.ts';
import type { CallResult } from '#shared/ipc/bridge.ts';
import { type CallName, calls } from '#shared/ipc/contract.ts';
import { toErrorReport } from './error-report.ts';
import type { Handlers } from './call-handlers.ts';

export type Dispatch = (name: unknown, input: unknown) => Promise<CallResult<unknown>>;

/** @param onUnexpected receives internal errors in full; the window receives only a generic one */
export function createDispatch(handlers: Handlers, onUnexpected: (error: unknown) => void): Dispatch {
  return async (name, input) => {
    if (!isCallName(name)) return refuse('unknown_call', 'There is no such call.');
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
      return refuse(
        name === 'settings.save' ? 'invalid_settings' : 'invalid_input',
        `${where}${issue?.message ?? 'Not valid.'}`,
      );
    }
    try {
      return { ok: true, value: await run(handlers, name, parsed.data) };
    } catch (error) {
      const report = toErrorReport(error);
      if (report.code === 'internal_error') onUnexpected(error);
      return { ok: false, error: report };
    }
  };
}

async function run(handlers: Handlers, name: CallName, input: unknown): Promise<unknown> {
  // This name's schema parsed the input; TypeScript cannot correlate the two through a union of names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const handler = handlers[name] as (parsed: unknown) => unknown;
  return await handler(input);
}

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

function refuse(code: string, message: string): CallResult<never> {
  const error: ErrorReport = { code, message, hint: null };
  return { ok: false, error };
}
