/** Key calls. None of them can give the key back. */

import { hasKey } from '#shared/settings/key.ts';
import { toErrorReport } from './error-report.ts';
import type { HandlerDeps } from './handler-deps.ts';
import type { Handlers } from './call-handlers.ts';

export function keyHandlers({ services }: HandlerDeps): Handlers<'key.state' | 'key.save' | 'key.forget' | 'key.test'> {
  return {
    // Without a key every call reads the keychain again: it may have been unlocked since.
    'key.state': () => (hasKey(services.key.state()) ? services.key.state() : services.key.refresh()),
    'key.save': ({ key, session }) => services.key.save(key, session),
    'key.forget': () => services.key.forget(),
    async 'key.test'() {
      try {
        await services.endpointConfirmation.beforeUse();
      } catch (error) {
        const { message, hint } = toErrorReport(error);
        return { ok: false, message, hint };
      }
      return await services.testKey();
    },
  };
}
