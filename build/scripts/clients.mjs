// Real clients against headless mode: `npm run test:clients`, `-- codex qwen-code` for some of them. Not part of `npm test`:
// it fetches about 2 GB from the package registry, once. The mock server is the upstream, so no key is needed.

import { freshReport } from './lib/checks.mjs';
import { installClients, pinnedClients } from './lib/install-clients.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { close, single } from './lib/outcome.mjs';
import { countUnitTests } from './lib/reports.mjs';
import { run } from './lib/run.mjs';
import { runMain, say, warn } from './lib/say.mjs';
import { toolFile } from './lib/tools.mjs';
import { buildOut } from './build.mjs';

await runMain(async () => {
  const known = Object.keys(pinnedClients());
  const wanted = process.argv.slice(2);
  const strange = wanted.filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`no such client: ${strange.join(', ')}. There are: ${known.join(', ')}`);

  await ensureDependencies();
  await buildOut();
  const { folders, outOfReach, broken } = await installClients(wanted.length > 0 ? wanted : known);
  if (outOfReach.length > 0) {
    warn(`The package registry is out of reach. Not in the cache, so not tried: ${outOfReach.join(', ')}.`);
  }
  const failures = Object.entries(broken).map(([name, text]) => {
    warn(`${name} could not be installed:\n${text}`);
    return single(`installation of ${name}`, false, text);
  });
  // CI must not treat a missing run as success.
  const notTried = outOfReach.map((name) =>
    process.env['CI']
      ? single(`${name} (registry out of reach)`, false, '')
      : { name, passed: 0, failed: 0, skipped: 1, text: '' },
  );
  return close([...(Object.keys(folders).length > 0 ? [await tryAll(folders)] : []), ...notTried, ...failures]);
});

/**
 * @param {Record<string, string>} folders
 * @returns {Promise<import('./lib/outcome.mjs').Outcome>}
 */
async function tryAll(folders) {
  say(`Trying ${Object.keys(folders).join(', ')}:`);
  const report = freshReport('clients.json');
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  const result = await run(
    process.execPath,
    [toolFile('vitest'), 'run', '--config', 'e2e/clients/vitest.config.ts', ...reporters],
    { env: { DRAGOMAN_CLIENTS: JSON.stringify(folders), NO_COLOR: '1' }, limit: 3600, output: 'pass' },
  );
  const name = 'clients';
  const counts = countUnitTests(report) ?? { passed: 0, failed: 1, skipped: 0 };
  const failed = counts.failed === 0 && result.code !== 0 ? 1 : counts.failed;
  return { name, ...counts, failed, text: 'see above' };
}
