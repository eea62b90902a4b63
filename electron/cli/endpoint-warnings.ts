/** Tells whoever started the program, in one line each, where requests and the API key go when that is not Anthropic. */

import type { Services } from '#electron/services.ts';
import { isLoopbackHost, validateEndpoint } from '#shared/settings/endpoint.ts';

/**
 * Warns of the endpoint in effect, wherever it comes from (option, environment, `--config`, settings file), and of each one after it.
 * @param warn gets one line without its end
 * @returns a check of the key, which may take the keychain's time: warns when it was entered for another origin and is sent all the same
 */
export function watchEndpointWarnings(
  { demo, settings, key }: Pick<Services, 'demo' | 'settings' | 'key'>,
  warn: (line: string) => void,
): () => Promise<void> {
  let last: string | null = null;
  const look = (endpoint: string): void => {
    const verdict = validateEndpoint(endpoint);
    const warning = verdict.ok ? verdict.warning : verdict.reason;
    // A demo sends nothing there.
    if (!demo && warning !== null && warning !== last) warn(warning);
    last = warning;
  };
  look(settings.get().endpoint);
  settings.onChange(({ endpoint }) => look(endpoint));
  return async () => {
    if (demo) return;
    const destination = await key.destination(settings.get().endpoint);
    if (destination.kind !== 'elsewhere' || !destination.trusted) return;
    const { from, to } = destination;
    if (!isLoopbackHost(new URL(to).hostname)) warn(`The API key was entered for ${from} and is sent to ${to}.`);
  };
}
