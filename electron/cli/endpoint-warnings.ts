/** Warns on the terminal, in one line each, when requests and the API key go elsewhere than to Anthropic. */

import type { Services } from '#electron/services.ts';
import { isLoopbackHost, validateEndpoint } from '#shared/settings/endpoint.ts';

/**
 * Warns of the effective endpoint, from any source (option, environment, `--config`, settings file), and of each change.
 * @param warn receives one line without line break
 * @returns an asynchronous key check: warns when the key was entered for another origin and is sent anyway
 */
export function watchEndpointWarnings(
  { demo, settings, key }: Pick<Services, 'demo' | 'settings' | 'key'>,
  warn: (line: string) => void,
): () => Promise<void> {
  let last: string | null = null;
  const look = (endpoint: string): void => {
    const verdict = validateEndpoint(endpoint);
    const warning = verdict.ok ? verdict.warning : verdict.reason;
    // A demo sends nothing to the endpoint.
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
