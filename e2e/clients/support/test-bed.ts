/** The shared test bed: headless mode, a recording upstream in front of it, and a folder per run. */

import { afterAll, afterEach, beforeAll } from 'vitest';
import { openClientFolder, type ClientFolder } from './client-folder.ts';
import type { Command } from './client-recipe.ts';
import { type Ran, runClient } from './run-client.ts';
import { startHeadlessApp, type HeadlessApp } from './headless-app.ts';
import { type SeenRequest, startRecordingUpstream, type RecordingUpstream } from './recording-upstream.ts';

export interface ClientRun extends Ran {
  readonly clientFolder: ClientFolder;
  /** The exchanges recorded meanwhile. */
  readonly seen: readonly SeenRequest[];
  /** A summary for failure messages. */
  readonly transcript: string;
}

export interface ClientTestBed {
  /** Runs one client in its own folder. */
  perform(installed: string, command: (clientFolder: ClientFolder) => Command | Promise<Command>): Promise<ClientRun>;
  /** Runs a client once more in the folder of its last run. */
  again(command: (clientFolder: ClientFolder) => Command | Promise<Command>): Promise<ClientRun>;
}

/** Call once, at the top of the test file. */
export function openTestBed(): ClientTestBed {
  let headlessApp: HeadlessApp;
  let recordingUpstream: RecordingUpstream;
  let clientFolder: ClientFolder | null = null;

  beforeAll(async () => {
    headlessApp = await startHeadlessApp();
    recordingUpstream = await startRecordingUpstream(headlessApp.port);
  });
  afterEach(() => {
    clientFolder?.close();
    clientFolder = null;
  });
  afterAll(async () => {
    await recordingUpstream.close();
    await headlessApp.close();
  });

  const runIn = async (
    here: ClientFolder,
    command: (clientFolder: ClientFolder) => Command | Promise<Command>,
  ): Promise<ClientRun> => {
    recordingUpstream.take();
    const ran = await runClient(here, await command(here));
    const seen = recordingUpstream.take();
    const requests = seen.map(({ method, path, status }) => `${method} ${path} ${String(status)}`);
    return { ...ran, clientFolder: here, seen, transcript: [ran.output, ...requests].join('\n') };
  };

  return {
    perform(installed, command) {
      clientFolder = openClientFolder(recordingUpstream.origin, installed);
      return runIn(clientFolder, command);
    },
    again(command) {
      if (clientFolder === null) throw new Error('No client has run in this test yet.');
      return runIn(clientFolder, command);
    },
  };
}
