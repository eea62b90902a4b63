/** A stream whose events the test sends, for what must happen while it runs. */

import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { eventStream, startScriptedUpstream, textEvents } from '#electron/proxy/__fixtures__/scripted-upstream.ts';
import type { AppOptions } from './app.ts';

export interface HeldStream {
  /** What the app is started with: the upstream, and a key for it. */
  readonly options: AppOptions;
  /** Sends this many events. */
  readonly send: (count: number) => void;
  /** Sends the other events and ends the stream. */
  readonly sendRest: () => void;
  readonly close: () => Promise<void>;
}

/**
 * @param parts text deltas of the response to every request, which begins with the first two
 * @param folder an empty folder for the app's configuration file
 */
export async function startHeldStream(parts: readonly string[], folder: string): Promise<HeldStream> {
  let events: string[] = [];
  let response: ServerResponse | null = null;
  const send = (count: number): void => void response?.write(events.splice(0, count).join(''));
  const upstream = await startScriptedUpstream((_request, begun) => {
    events = textEvents(parts);
    response = begun;
    response.writeHead(200, eventStream);
    send(4);
  });
  const sendRest = (): void => void response?.end(events.join(''));
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ provider: 'anthropic', api_key: 'sk-ant-api03-of-the-held-stream-0123' }));
  const options = { endpoint: upstream.endpoint, args: ['--config', config] };
  return { options, send, sendRest, close: async () => await upstream.close() };
}
