/** Token calls. Only `token.reveal` gives the token itself. */

import { hasToken } from '#shared/settings/client-token-format.ts';
import type { HandlerDeps } from './handler-deps.ts';
import type { Handlers } from './call-handlers.ts';

export function tokenHandlers({ services }: HandlerDeps): Handlers<'token.state' | 'token.rotate' | 'token.reveal'> {
  return {
    // Unreadable: every call reads the keychain again, which may have been unlocked since.
    'token.state': () => (hasToken(services.token.state()) ? services.token.state() : services.token.refresh()),
    'token.rotate': () => services.token.rotate(),
    'token.reveal': async () => ({ token: await services.token.reveal() }),
  };
}
