/** All key handlers of the window run after the listener that keeps the keys of input methods (input-method-keys.ts). */

import { describe, expect, it } from 'vitest';
import { readSources } from './architecture.ts';

const LISTENER = 'renderer/lib/input-method-keys.ts';
const sources = readSources(['renderer', 'electron/shell', 'electron/ipc']).filter(
  ({ path }) => !/\.test\.tsx?$/.test(path) && path !== LISTENER,
);

/** Matching lines with path and number; comments are omitted. */
function found(pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
      ),
  );
}

describe('key handlers', () => {
  it('come after the listener that keeps the keys of input methods', () => {
    const main = sources.find(({ path }) => path === 'renderer/app/main.tsx')?.text ?? '';
    const kept = main.indexOf('keepInputMethodKeys(window)');
    expect(kept).toBeGreaterThan(0);
    expect(main.indexOf('createRoot(root)')).toBeGreaterThan(kept);
  });

  it('are not added to the window or the document, where they could precede it', () => {
    expect(
      found(/\b(?:window|document|globalThis|self)\s*(?:\?\.|\.)\s*(?:addEventListener\(\s*['"`]key|onkey)/),
    ).toEqual([]);
    expect(found(/^(?:addEventListener\(\s*['"`]key|onkey)/)).toEqual([]);
  });

  it('do not read keys in the main process, which the page cannot keep from them', () => {
    expect(found(/['"`]before-input-event['"`]|globalShortcut/)).toEqual([]);
  });

  it('do not judge for themselves whether a key is an input method’s', () => {
    expect(found(/\bisComposing\b|\bcompositionend\b|\bonComposition|\bkeyCode\b|\b229\b/)).toEqual([]);
  });
});
