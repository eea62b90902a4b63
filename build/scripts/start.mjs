// `npm start` and `npm run demo`: from a fresh clone to the running app. Arguments after `--` go to the app.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOut } from './build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { createChromiumLogFilter, wantsChromiumLog } from './lib/chromium-log.mjs';
import { hasDisplay } from './lib/display.mjs';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { runHeadlessDemo } from './lib/headless-demo.mjs';
import { out, root } from './lib/paths.mjs';
import { isPortBusy, wantedPort } from './lib/ports.mjs';
import { runInForeground } from './lib/run.mjs';
import { runMain, say, warn } from './lib/say.mjs';
import { resolveRuntime } from './runtime.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const demo = args.includes('--demo');
  await ensureDependencies();
  await buildOut();
  endWithNpm();
  if (demo) await warnAboutPort(wantedPort(args));

  if (!hasDisplay()) {
    say('There is no display here, so no window and no tray: running the proxy without them.');
    return demo ? runHeadlessDemo(args) : runInForeground(process.execPath, [join(out, 'headless.js'), ...args]);
  }
  const runtime = await resolveRuntime();
  warnAboutSandbox();
  const isRoot = process.getuid?.() === 0;
  if (isRoot && process.platform === 'linux')
    warn('Running as root: Chromium cannot use its sandbox. Prefer a normal user.');
  const parameters = [...(isRoot ? ['--no-sandbox'] : []), root, ...args];
  return await runApp(runtime.executable, parameters, { DRAGOMAN_DEMO_FIRST: demo ? '1' : undefined });
});

/**
 * @param {string} executable
 * @param {readonly string[]} parameters
 * @param {Record<string, string | undefined>} environment
 */
async function runApp(executable, parameters, environment) {
  if (wantsChromiumLog(process.env)) return await runInForeground(executable, parameters, environment);
  const filter = createChromiumLogFilter((text) => process.stderr.write(text));
  const code = await runInForeground(executable, parameters, environment, filter);
  if (filter.fatal) {
    say('dragoman: Chromium ended the app, as it does when its display goes away; DRAGOMAN_CHROMIUM_LOG=1 shows why.');
  }
  return code;
}

/** @param {number} port */
async function warnAboutPort(port) {
  if (port === 0 || !(await isPortBusy(port))) return;
  warn(
    `Port ${port} is already in use, so the demo cannot listen on it. ` +
      `If Dragoman runs already, end it first; otherwise pick another: npm run demo -- --port ${port + 1}`,
  );
}

/** Some distributions forbid the sandbox for programs outside of their packages. */
function warnAboutSandbox() {
  const switchFile = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  if (process.getuid?.() === 0 || !existsSync(switchFile) || readFileSync(switchFile, 'utf8').trim() !== '1') return;
  warn(
    'This system keeps unpackaged programs from Chromium’s sandbox. If the app does not start, install the package, or allow it ' +
      'until the next boot: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  );
}
