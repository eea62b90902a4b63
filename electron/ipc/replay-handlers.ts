/**
 * Replays a request. It goes through our own port like any client's, so it is translated, checked and recorded; a header
 * names the repeated exchange.
 */

import { request } from 'undici';
import { readBeginning } from '#electron/platform/read-limited.ts';
import { DragomanError } from '#shared/errors.ts';
import { failureFromBody } from './chat-wire.ts';
import type { HandlerDeps } from './handler-deps.ts';
import type { Handlers, ParsedInput } from './call-handlers.ts';

const MAX_ERROR_BODY = 1_000_000;

export function replayHandlers(deps: Pick<HandlerDeps, 'services' | 'appInfo'>): Handlers<'exchange.replay'> {
  return { 'exchange.replay': (input) => replay(deps, input) };
}

/** Resolves at the response head; only the recorder reads the body. */
async function replay(
  { services, appInfo }: Pick<HandlerDeps, 'services' | 'appInfo'>,
  { of, path, body, betas }: ParsedInput<'exchange.replay'>,
): Promise<{ id: string }> {
  const { state, baseUrl } = services.proxy.status();
  if (state !== 'running' && state !== 'degraded') {
    throw new DragomanError(
      'proxy_stopped',
      'The proxy is not running, and a request is sent again through it.',
      'Start it from the tray menu or the status bar.',
    );
  }
  const { origin } = new URL(baseUrl);
  const url = new URL(path, origin);
  if (url.origin !== origin) throw new DragomanError('invalid_input', 'The path leads to another server.');
  const token = await services.token.reveal();
  const response = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': `dragoman-replay/${appInfo().version}`,
      'x-dragoman-replay-of': of,
      ...(betas === null ? {} : { 'anthropic-beta': betas }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body,
    // Thinking can take minutes; the proxy has its own timeouts.
    headersTimeout: 0,
    bodyTimeout: 0,
  }).catch((error: unknown) => {
    throw new DragomanError('replay_failed', 'The proxy did not take the request.', reasonOf(error));
  });
  const id = response.headers['x-dragoman-exchange'];
  if (typeof id === 'string') {
    // The recording also holds a truncated response.
    response.body.resume().on('error', () => undefined);
    return { id };
  }
  const { code, message, hint } = failureFromBody(
    response.statusCode,
    await readBeginning(response.body, MAX_ERROR_BODY),
  );
  throw new DragomanError(code, message, hint);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
