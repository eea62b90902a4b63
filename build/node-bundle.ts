/** The common configuration of the main-process bundles: one file each, libraries inlined, native and built-in modules external. */

import { resolve } from 'node:path';
import type { UserConfig } from 'vite';

const root = resolve(import.meta.dirname, '..');

/** `electron` is provided by the host; keytar and libsql have native parts, which must stay separate files. */
const outside = ['electron', /^electron\//, 'keytar', 'libsql'];

/**
 * The Vite configuration of one bundle. Bundles share no chunks: the sandboxed preload could not load one.
 * @param entry source file, from the root of the repository
 * @param fileName the file in `out/`; `.cjs` makes it CommonJS
 * @param target the oldest supported engine
 */
export function nodeBundle(entry: string, fileName: string, target: 'node20.18' | 'chrome130'): UserConfig {
  const format = fileName.endsWith('.cjs') ? 'cjs' : 'es';
  return {
    root,
    publicDir: false,
    cacheDir: resolve(root, 'node_modules/.vite', fileName),
    resolve: { conditions: ['node', 'import', 'default'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: resolve(root, entry),
      outDir: resolve(root, 'out'),
      emptyOutDir: false,
      target,
      sourcemap: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        external: outside,
        output: { format, entryFileNames: fileName, codeSplitting: false },
      },
    },
  };
}
