/** Settings calls: read, save, import and export of the configuration. */

import { formatAiProxyConfiguration, parseAiProxyConfiguration } from '#shared/settings/ai-proxy-config.ts';
import { toErrorReport } from './error-report.ts';
import type { HandlerDeps } from './handler-deps.ts';
import type { Handlers } from './call-handlers.ts';

const IMPORTED_SETTINGS = ['provider', 'model', 'endpoint'] as const;

export function settingsHandlers({
  services,
}: HandlerDeps): Handlers<'settings.get' | 'settings.save' | 'settings.import' | 'settings.export'> {
  return {
    'settings.get': () => services.settings.get(),
    async 'settings.save'(settings) {
      await services.endpointConfirmation.beforeChange(settings.endpoint);
      // The token is stored before the switch is on: otherwise a failed write would refuse every client.
      if (settings.requireToken && !services.settings.get().requireToken) await services.token.ensure();
      return services.settings.save(settings);
    },
    'settings.export': () => ({ json: formatAiProxyConfiguration(services.settings.get()) }),

    async 'settings.import'({ json }) {
      const config = parseAiProxyConfiguration(json);
      const issues = [...config.issues];
      // A key in the text belongs to the endpoint beside it: when that is refused, nothing is imported.
      if (config.settings.endpoint !== undefined) {
        await services.endpointConfirmation.beforeChange(config.settings.endpoint);
      }
      const before = services.settings.get();
      const applied = IMPORTED_SETTINGS.filter((name) => config.settings[name] !== undefined);
      const settings = applied.length === 0 ? before : services.settings.save({ ...before, ...config.settings });
      let keyStored = false;
      if (config.apiKey !== null) {
        try {
          await services.key.save(config.apiKey, false);
          keyStored = true;
        } catch (error) {
          // The rest is imported; a failed keychain write is reported with it.
          const { message, hint } = toErrorReport(error);
          issues.push({ path: 'api_key', message: hint === null ? message : `${message} ${hint}` });
        }
      }
      return { settings, applied, keyStored, issues };
    },
  };
}
