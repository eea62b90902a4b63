/** Binds a key of the table of shortcuts. What opens above a view, a dialog or a menu, has the keyboard to itself. */

import { useHotkeys } from 'react-hotkeys-hook';
import type { Shortcut } from './shortcuts.ts';

interface Options {
  readonly enabled?: boolean;
  readonly enableOnFormTags?: boolean;
  readonly preventDefault?: boolean;
  readonly ignoreEventWhen?: (event: KeyboardEvent) => boolean;
}

export function useShortcut(shortcut: Shortcut, act: () => void, options: Options = {}): void {
  const { ignoreEventWhen } = options;
  // Where a character stands on the keyboard, and whether it needs Shift, depends on the layout.
  const byCharacter = shortcut.character === true;
  useHotkeys(shortcut.keys, act, {
    ...options,
    useKey: byCharacter,
    ignoreModifiers: byCharacter,
    // A pane that is only read has the role of a text field, but nothing can be typed there.
    enableOnFormTags: options.enableOnFormTags ?? ['textbox'],
    ignoreEventWhen: (event) =>
      event.defaultPrevented || inWhatOpened(event.target) || ignoreEventWhen?.(event) === true,
  });
}

/** What is on its way out has the focus for a moment longer, but not the keys. */
function inWhatOpened(target: EventTarget | null): boolean {
  const opened = target instanceof Element ? target.closest('[role=dialog], [role=alertdialog], [role=menu]') : null;
  return opened !== null && !opened.hasAttribute('data-closed');
}
