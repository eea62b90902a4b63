/** What tools must be told: the address, the model, and the token where one is required. */

import { DragomanError } from '#shared/errors.ts';
import type { ClientTokenService, ProxyService, SettingsStore } from '#electron/services.ts';
import type { ToolAddress } from './tool-configs.ts';

/** @throws DragomanError `token_unreadable` */
export async function toolAddress({
  proxy,
  settings,
  token,
}: {
  readonly proxy: Pick<ProxyService, 'status'>;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly token: Pick<ClientTokenService, 'reveal'>;
}): Promise<ToolAddress> {
  const { baseUrl, tokenNeeded } = proxy.status();
  const revealed = tokenNeeded ? await token.reveal() : null;
  if (tokenNeeded && revealed === null)
    throw new DragomanError(
      'token_unreadable',
      'The proxy requires its token, which cannot be read from the keychain now.',
      'Unlock the keychain, or see Settings → Access.',
    );
  return { baseUrl, model: settings.get().model, token: revealed };
}
