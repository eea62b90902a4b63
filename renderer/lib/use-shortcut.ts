/** Binds one shortcut of the table. An open dialog or menu receives the keyboard alone. */

import { useHotkeys } from 'react-hotkeys-hook';
import { overlayHasKeyboard } from './open-overlay.ts';
import type { Shortcut } from './shortcuts.ts';

interface Options {
  readonly enabled?: boolean;
  readonly enableOnFormTags?: boolean;
  readonly preventDefault?: boolean;
  readonly ignoreEventWhen?: (event: KeyboardEvent) => boolean;
}

export function useShortcut(shortcut: Shortcut, act: () => void, options: Options = {}): void {
  const { ignoreEventWhen } = options;
  // The key of a character, and whether it needs Shift, depend on the layout.
  const byCharacter = shortcut.character === true;
  useHotkeys(shortcut.keys, act, {
    ...options,
    useKey: byCharacter,
    ignoreModifiers: byCharacter,
    // A read-only code view has the role of a text field, yet shortcuts stay active in it.
    enableOnFormTags: options.enableOnFormTags ?? ['textbox'],
    ignoreEventWhen: (event) =>
      event.defaultPrevented || overlayHasKeyboard(event.target) || ignoreEventWhen?.(event) === true,
  });
}
