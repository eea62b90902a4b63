/** Key calls. None of them can give the key back. */

import { hasKey } from '#shared/settings/key.ts';
import type { HandlerParts, Handlers } from './parts.ts';

export function keyHandlers({ house }: HandlerParts): Handlers<'key.state' | 'key.save' | 'key.forget' | 'key.test'> {
  return {
    // Without a key every look asks anew: the keyring may have been unlocked since.
    'key.state': () => (hasKey(house.key.state()) ? house.key.state() : house.key.refresh()),
    'key.save': ({ key, session }) => house.key.save(key, session),
    'key.forget': () => house.key.forget(),
    'key.test': () => house.testKey(),
  };
}
