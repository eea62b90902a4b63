// What Electron runs when it is given a folder: `electron [-r MODULE] [switches] FOLDER`. The official builds bring their own;
// the runtime for places that cannot reach them has none, so this one is packed into it. Never part of the shipped app.

import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { folder, preloaded } = readArguments(process.argv.slice(1));
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setName(manifest.productName ?? manifest.name);
// Two methods that the types leave out; the official default app calls them too.
Reflect.get(app, 'setVersion').call(app, manifest.version);
Reflect.get(app, 'setAppPath').call(app, folder);

const require = createRequire(import.meta.url);
for (const name of preloaded) require(resolve(name));

// Awaited at the top level on purpose: `ready` waits for it, and some of Electron must be set up before `ready`.
await import(pathToFileURL(join(folder, manifest.main)).href);

/**
 * The first argument that is not a switch is the folder; everything after it belongs to the app.
 * @param {string[]} args
 */
function readArguments(args) {
  /** @type {string[]} */
  const names = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (argument === '-r' || argument === '--require') {
      at += 1;
      names.push(args[at] ?? '');
    } else if (!argument.startsWith('-')) {
      return { folder: resolve(argument), preloaded: names };
    }
  }
  throw new Error('no app folder given: electron [-r MODULE] FOLDER');
}
