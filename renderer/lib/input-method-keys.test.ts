import { describe, expect, it } from 'vitest';
import { isInputMethodText, keepInputMethodKeys } from './input-method-keys.ts';

/** A key event of Node's EventTarget, with the fields a browser sets. */
class KeyEvent extends Event {
  readonly key: string;
  readonly code: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean = false;
  readonly altGraph: boolean;

  constructor(
    type: string,
    key: string,
    { keyCode = 13, composing = false, repeat = false, control = false, altGraph = false } = {},
  ) {
    super(type, { cancelable: true });
    this.key = key;
    this.code = key;
    this.keyCode = keyCode;
    this.isComposing = composing;
    this.repeat = repeat;
    this.ctrlKey = control;
    this.altGraph = altGraph;
  }

  getModifierState(name: string): boolean {
    return name === 'AltGraph' && this.altGraph;
  }
}

/** A window with a handler for every key event; `press` returns what it received and whether the default action is left. */
function windowWithHandlers() {
  const target = new EventTarget();
  const end = keepInputMethodKeys(target);
  const received: Event[] = [];
  for (const type of ['keydown', 'keypress', 'keyup']) {
    target.addEventListener(type, (event) => received.push(event), { capture: true });
    target.addEventListener(type, (event) => received.push(event));
  }
  const press = (event: Event) => {
    received.length = 0;
    const hasDefault = target.dispatchEvent(event);
    return { received: received.length > 0, hasDefault };
  };
  return { target, press, end };
}

const taken = { keyCode: 229, composing: true };

describe('keys of an input method', () => {
  it.each(['Enter', 'Escape', 'Tab', ' ', 'a', 'ArrowDown', 'Backspace', 'Delete', 'F1', '?', '/', 'j'])(
    'reach no handler during a composition: %j',
    (key) => {
      const { press } = windowWithHandlers();
      for (const type of ['keydown', 'keypress']) {
        expect(press(new KeyEvent(type, key, { composing: true })).received).toBe(false);
        expect(press(new KeyEvent(type, key, taken)).received).toBe(false);
      }
      expect(press(new KeyEvent('keyup', key)).received).toBe(false);
    },
  );

  it.each(['Enter', 'Escape', 'Tab', 'F11'])('have no default action the input method did not ask for: %s', (key) => {
    const { press } = windowWithHandlers();
    expect(press(new KeyEvent('keydown', key, { composing: true })).hasDefault).toBe(false);
    expect(press(new KeyEvent('keydown', key, taken)).hasDefault).toBe(true);
  });

  it('do not reach the menu of the application', () => {
    const { press } = windowWithHandlers();
    expect(press(new KeyEvent('keydown', 'w', { composing: true, control: true })).hasDefault).toBe(false);
    // AltGr is reported as Control with Alt on Windows, and writes a character.
    expect(press(new KeyEvent('keydown', '@', { composing: true, control: true, altGraph: true })).hasDefault).toBe(
      true,
    );
  });

  it.each(['a', 'Backspace', 'ArrowLeft', 'Home'])('still write and edit text: %s', (key) => {
    const { press } = windowWithHandlers();
    expect(press(new KeyEvent('keydown', key, { composing: true }))).toEqual({ received: false, hasDefault: true });
  });

  it('include the one that ends a composition, when it is sent after compositionend', () => {
    const { press } = windowWithHandlers();
    expect(press(new KeyEvent('keydown', 'Enter', { keyCode: 229 })).received).toBe(false);
    expect(press(new KeyEvent('keyup', 'Enter')).received).toBe(false);
    expect(press(new KeyEvent('keydown', 'Enter')).received).toBe(true);
  });

  it('include its repetitions while it is held down', () => {
    const { press } = windowWithHandlers();
    press(new KeyEvent('keydown', 'Enter', taken));
    const repeated = press(new KeyEvent('keydown', 'Enter', { repeat: true }));
    expect(repeated).toEqual({ received: false, hasDefault: false });
    expect(press(new KeyEvent('keypress', 'Enter')).received).toBe(false);
    press(new KeyEvent('keyup', 'Enter'));
    expect(press(new KeyEvent('keydown', 'Enter'))).toEqual({ received: true, hasDefault: true });
  });
});

describe('other keys', () => {
  it('reach the handlers, and so does a second press of the key that ended a composition', () => {
    const { press } = windowWithHandlers();
    expect(press(new KeyEvent('keydown', 'Enter'))).toEqual({ received: true, hasDefault: true });
    press(new KeyEvent('keydown', 'Enter', taken));
    // Korean input methods pass the key on once the syllable is finished.
    expect(press(new KeyEvent('keydown', 'Enter')).received).toBe(true);
    expect(press(new KeyEvent('keyup', 'Enter')).received).toBe(true);
  });

  it('are released although a composition began in between', () => {
    const { press } = windowWithHandlers();
    expect(press(new KeyEvent('keydown', 'Shift')).received).toBe(true);
    expect(press(new KeyEvent('keydown', 'a', taken)).received).toBe(false);
    expect(press(new KeyEvent('keyup', 'Shift', { composing: true })).received).toBe(true);
  });

  it('are not taken for held ones after the window lost the focus', () => {
    const { target, press } = windowWithHandlers();
    press(new KeyEvent('keydown', 'Enter', taken));
    target.dispatchEvent(new Event('blur'));
    expect(press(new KeyEvent('keydown', 'Enter', { repeat: true })).received).toBe(true);
  });

  it('all reach the handlers once it has ended', () => {
    const { press, end } = windowWithHandlers();
    end();
    expect(press(new KeyEvent('keydown', 'Enter', taken)).received).toBe(true);
  });
});

describe('isInputMethodText', () => {
  it('is true for the input events of a composition', () => {
    expect(isInputMethodText(Object.assign(new Event('input'), { isComposing: true }))).toBe(true);
    expect(isInputMethodText(Object.assign(new Event('input'), { isComposing: false }))).toBe(false);
    expect(isInputMethodText(new Event('input'))).toBe(false);
  });
});
