/** Calls of the Connect view: setting tools up, and copying snippets with the token. */

import { DragomanError } from '#shared/errors.ts';
import { recipes } from '#shared/connect/recipes.ts';
import { toolAddress } from '#electron/connect/tool-address.ts';
import type { HandlerDeps } from './handler-deps.ts';
import type { Handlers } from './call-handlers.ts';

export function connectHandlers(
  deps: HandlerDeps,
): Handlers<'connect.states' | 'connect.plan' | 'connect.apply' | 'connect.copy'> {
  const { services } = deps;
  return {
    'connect.states': () => services.toolSetUp.states(),
    'connect.plan': ({ tool, action }) => services.toolSetUp.plan(tool, action),
    'connect.apply': ({ tool, action, digest }) => services.toolSetUp.apply(tool, action, digest),
    async 'connect.copy'({ recipe, snippet, shell }) {
      const { baseUrl, model, token } = await toolAddress(services);
      const found = recipes.find(({ id }) => id === recipe);
      const context = {
        baseUrl,
        model,
        shell,
        ...(token === null ? { tokenNeeded: false } : { tokenNeeded: true, token }),
      };
      const text = found?.snippets(context)[snippet]?.text;
      if (text === undefined) throw new DragomanError('unknown_snippet', 'There is no such snippet.');
      deps.writeClipboard(text);
      return null;
    },
  };
}
