/** Token calls. Only `token.reveal` gives the token itself. */

import { hasToken } from '#shared/settings/client-token-format.ts';
import type { HandlerParts, Handlers } from './parts.ts';

export function tokenHandlers({ house }: HandlerParts): Handlers<'token.state' | 'token.rotate' | 'token.reveal'> {
  return {
    // While it cannot be read every look asks anew: the keyring may have been unlocked since.
    'token.state': () => (hasToken(house.token.state()) ? house.token.state() : house.token.refresh()),
    'token.rotate': () => house.token.rotate(),
    'token.reveal': async () => ({ token: await house.token.reveal() }),
  };
}
