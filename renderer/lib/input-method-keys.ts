/**
 * Keys of an input method (Japanese, Chinese, Korean and other text, accents made from several keys) belong to it: while a
 * composition is under way no handler of the window receives a key. One listener in the capture phase of the window keeps
 * them from every handler, own and of libraries, so that no handler has to check for itself.
 *
 * https://www.w3.org/TR/uievents/#events-composition-key-events: `isComposing` is true from compositionstart to
 * compositionend, and `keyCode` is 229 for a key that the input method processes. WebKit sends the key that ends a
 * composition after compositionend, with `isComposing` false; its `keyCode` is still 229.
 */

/** https://www.w3.org/TR/uievents/#determine-keydown-keyup-keyCode */
const PROCESSED_BY_INPUT_METHOD = 229;

/** Keys with an action in a text field itself: without them a composition cannot be corrected. */
const EDITING_KEYS = /^(?:Arrow\w+|Backspace|Delete|Home|End|PageUp|PageDown)$/;

/** The events, in the order in which a key sends them. */
const KEY_EVENTS = ['keydown', 'keypress', 'keyup'] as const;

/**
 * Starts to keep the keys of input methods from the handlers below `target`. To be called before any other key listener
 * is added to `target`. Returns the function that ends it.
 */
export function keepInputMethodKeys(target: EventTarget): () => void {
  /** Physical keys whose press was the input method's: so are their repetitions, and their release. */
  const held = new Set<string>();

  const keep = (event: Event): void => {
    if (!isKeyEvent(event)) return;
    const processed = event.keyCode === PROCESSED_BY_INPUT_METHOD;
    const belongs =
      event.type === 'keyup' ? held.has(event.code) : event.isComposing || processed || isStillHeld(event, held);
    if (event.type === 'keydown' && belongs) held.add(event.code);
    else if (event.type !== 'keypress') held.delete(event.code);
    if (!belongs) return;
    event.stopImmediatePropagation();
    // What the input method left alone would submit the form, move the focus, or reach the application's menu.
    if (event.type === 'keydown' && !processed && isCommand(event)) event.preventDefault();
  };
  const release = (): void => held.clear();

  for (const type of KEY_EVENTS) target.addEventListener(type, keep, { capture: true });
  // A key that is released in another window sends no keyup here.
  target.addEventListener('blur', release);
  return () => {
    for (const type of KEY_EVENTS) target.removeEventListener(type, keep, { capture: true });
    target.removeEventListener('blur', release);
  };
}

/** True for an input event of a composition: its text is not final. */
export function isInputMethodText(event: Event): boolean {
  return 'isComposing' in event && event.isComposing === true;
}

function isKeyEvent(event: Event): event is KeyboardEvent {
  return 'code' in event && 'keyCode' in event;
}

/** Enter held down ends a composition first and then repeats as a plain Enter. */
function isStillHeld(event: KeyboardEvent, held: ReadonlySet<string>): boolean {
  return held.has(event.code) && (event.repeat || event.type === 'keypress');
}

/** True when the default action of the key is something other than to write or edit text. */
function isCommand(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return !event.getModifierState('AltGraph');
  return event.key.length > 1 && !EDITING_KEYS.test(event.key);
}
