/** Saving the form: the settings first, then a typed key. */

import { call } from '../lib/window-bridge.ts';
import { setKeyState, setSettings } from '../state/app-store.ts';
import { fromForm, type SettingsForm } from './form.ts';

/** Applies everything. Throws what the main process refused; the settings are kept even when the key is then refused. */
export async function saveForm(form: SettingsForm, sessionOnly: boolean): Promise<void> {
  setSettings(await call('settings.save', fromForm(form)));
  const key = form.apiKey.trim();
  if (key !== '') setKeyState(await call('key.save', { key, session: form.session || sessionOnly }));
}
