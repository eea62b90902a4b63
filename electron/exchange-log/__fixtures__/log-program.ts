/**
 * A program that does nothing but keep exchanges, with the real worker thread: `log-program.js WORKER FOLDER COUNT [SILENCE [KILL]]`. It
 * says on stdout what is kept, what went wrong and how it stands at the end; a test lets its disk run full, kills it, or asks it
 * to quit by SIGTERM.
 */

import { createLogWorkerStart } from '#electron/exchange-log/start-worker.ts';
import { createExchangeLog } from '#electron/exchange-log/exchange-log.ts';
import { createSettingsStore } from '#electron/settings/settings-store.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { recordedExchange } from './recorded-exchanges.ts';

const [worker = '', folder = '', count = '0', silence = '30000', kill = '60000'] = process.argv.slice(2);
// A file that grows beyond its limit raises this; a disk that is full does not.
process.on('SIGXFSZ', () => undefined);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const log = createExchangeLog({
  start: createLogWorkerStart(worker, Number(kill)),
  file: `${folder}/exchanges.db`,
  settings: createSettingsStore({ dataFolder: folder }),
  watchdogMs: Number(silence),
});
process.once('SIGTERM', () => void quit());
log.onProblem(({ code }) => say(`problem ${code}`));

/** Incompressible words. */
function text(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 1500 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(36);
  }).join(' ');
}

let kept = 0;
let next = 0;
const started = Date.now();
const all = new Promise<void>((resolve) => {
  log.onChange(({ id }) => {
    kept += 1;
    say(`kept ${id}`);
    if (kept === Number(count)) resolve();
    else putSome();
  });
});
putSome();
await all;
const { storage } = await log.usage();
say(`place ${storage}`);
say(`listed ${String((await log.list(Number(count))).length)}`);
await quit();

async function quit(): Promise<void> {
  await log.close();
  say('closed');
  process.exit();
}

/** A few at a time, as clients come. */
function putSome(): void {
  while (next < Number(count) && next - kept < 20) {
    const id = `id-${String(next)}`;
    const body = JSON.stringify({ content: text(next) });
    log.put(recordedExchange({ summary: summary({ id, startedAt: started + next }) }, { body }));
    next += 1;
  }
}
