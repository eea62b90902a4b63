/**
 * Public names stay as they are. A name that is new may be missing in `public-names.json`;
 * `PUBLIC_NAMES=add npx vitest run public-names` adds what the tree has. It removes none: that is done by
 * hand, with a reason in the commit. Codes that are handed to a helper (`dropField(…, 'beta-dropped', …)`) are added by hand too.
 * Labels follow the words in the window: when those are changed on purpose, their lines change with them.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { collectPublicNames } from './public-names.ts';

const listFile = join(import.meta.dirname, 'public-names.json');
const listed = z.record(z.string(), z.array(z.string())).parse(JSON.parse(readFileSync(listFile, 'utf8')));
const names = collectPublicNames();

if (process.env['PUBLIC_NAMES'] === 'add') {
  for (const [kind, found] of Object.entries(names.found)) {
    listed[kind] = [...new Set([...(listed[kind] ?? []), ...found])].toSorted();
  }
  const sorted = Object.fromEntries(Object.entries(listed).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(listFile, `${JSON.stringify(sorted, null, 2)}\n`);
}

it.each(Object.entries(listed))('keeps the %s', (kind, wanted) => {
  expect(wanted.length).toBeGreaterThan(0);
  const vanished = wanted
    .filter((name) => !names.has(kind, name))
    .map((name) => `${kind}: "${name}" is a public name and is gone; others rely on it, so restore its spelling`);
  expect(vanished).toEqual([]);
});

it('lists every kind that is collected', () => {
  expect(Object.keys(listed)).toEqual(expect.arrayContaining(Object.keys(names.found)));
});

it('opens a sealed file of assistant turns that an earlier version wrote', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-sealed-'));
  try {
    const file = join(folder, 'turns.sealed');
    writeFileSync(file, `${SEALED_TURN}\n`);
    const store = createSignatureStore({ file, now: () => 1_790_000_000_000 });
    await store.unlock('sk-ant-api03-public-names');
    expect(store.find({ toolUseIds: ['toolu_1', 'toolu_2'], textHash: 'text', prefixHash: 'prefix' })).toEqual([
      { type: 'thinking', thinking: 'Two files.', signature: 'SIG' },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Written by version 0.1.0. */
const SEALED_TURN =
  'zo2l2sOqNfccuj//SkumHcBTIzIoRRjLyyaHppAH68gXGO3R1tNuSRf4R4Cwj5PtyE81tlfVjxOJuhn8RhutIDJaDzTfTA5QEJPaLDNyMESjzh3ZE7DyUg9P7R/zDRM81zw4GwiCpECtyhoFLCSgR2GrBAzT7qMtalnpPQi3bUh412M8vlLnSq7Vi3fA/i/jwC+SWIu3k+6MnruOYOjrUHBEtewHI76HYESjQy6UYR7vx4hXzcVOfZvglQ==';
