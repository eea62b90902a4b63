/**
 * Which dialog, popover or menu has the keyboard. `ui/` draws them with Base UI, which moves the focus into an opened one
 * with the next frame, and sets `data-closed` while it closes.
 */

const OVERLAYS = '[role=dialog], [role=alertdialog], [role=menu]';

/** A toast is a dialog for screen readers, yet leaves the keyboard to the window. */
const OPEN = ':not([data-closed], [aria-modal=false])';

/**
 * True while a dialog, popover or menu is open, or the event comes from inside a toast. The target alone does not tell: a
 * key pressed right after the one that opened a dialog still goes to the element beneath it.
 */
export function overlayHasKeyboard(target: EventTarget | null): boolean {
  if (document.querySelector(`:is(${OVERLAYS})${OPEN}`) !== null) return true;
  const overlay = target instanceof Element ? target.closest(OVERLAYS) : null;
  // A closing popover still has the focus during its animation, but no longer the keyboard.
  return overlay !== null && !overlay.hasAttribute('data-closed');
}
