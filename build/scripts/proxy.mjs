// The proxy without a window: `npm run proxy -- [--port N] [--endpoint URL] …`. Builds when needed, then becomes the program:
// it runs in this process, so signals, exit code and stdout are its own.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { out, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const program = join(out, 'headless.js');

// In a child process, so that nothing of the bundler stays in the proxy's.
const built = await run(process.execPath, [join(root, 'build/scripts/build.mjs')]);
if (built.code === 0) {
  endWithNpm();
  process.argv = [process.execPath, program, ...process.argv.slice(2)];
  await import(pathToFileURL(program).href);
} else {
  process.stderr.write(built.text);
  process.exitCode = 1;
}
