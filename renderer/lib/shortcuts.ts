/** Every keyboard shortcut, in one table: the sheet shows it, the views bind from it. */

export interface Shortcut {
  /** As react-hotkeys-hook spells it; alternatives are separated by commas. */
  readonly keys: string;
  /** The key caps as they are shown; `Mod` is Ctrl, or ⌘ on a Mac. */
  readonly caps: readonly string[];
  readonly label: string;
  /** Matched by the character the key produces on the user's layout; the others by the physical key. */
  readonly character?: true;
}

export const shortcuts = {
  requestsView: { keys: 'mod+1', caps: ['Mod', '1'], label: 'Requests' },
  chatView: { keys: 'mod+2', caps: ['Mod', '2'], label: 'Chat' },
  connectView: { keys: 'mod+3', caps: ['Mod', '3'], label: 'Connect' },
  settingsView: { keys: 'mod+4,mod+comma', caps: ['Mod', '4'], label: 'Settings' },
  help: { keys: '?', caps: ['?'], label: 'Keyboard shortcuts', character: true },
  down: { keys: 'j', caps: ['j', '↓'], label: 'Next exchange' },
  up: { keys: 'k', caps: ['k', '↑'], label: 'Previous exchange' },
  open: { keys: 'enter', caps: ['Enter'], label: 'Open the exchange' },
  close: { keys: 'escape', caps: ['Esc'], label: 'Close the exchange' },
  search: { keys: '/', caps: ['/'], label: 'Filter the list', character: true },
  pause: { keys: 'f', caps: ['f'], label: 'Pause or resume the list' },
  pin: { keys: 'p', caps: ['p'], label: 'Pin or unpin' },
  label: { keys: 'l', caps: ['l'], label: 'Colour label' },
  copy: { keys: 'c', caps: ['c'], label: 'Copy as curl' },
  range: { keys: 'shift+down', caps: ['Shift', '↓'], label: 'Select several' },
  all: { keys: 'mod+a', caps: ['Mod', 'A'], label: 'Select all shown' },
  menu: { keys: 'shift+f10', caps: ['Shift', 'F10'], label: 'Menu of the exchange' },
  replay: { keys: 'r', caps: ['r'], label: 'Replay the exchange' },
  find: { keys: 'mod+f', caps: ['Mod', 'F'], label: 'Find in a pane' },
  send: { keys: 'enter', caps: ['Enter'], label: 'Send' },
  newLine: { keys: 'shift+enter', caps: ['Shift', 'Enter'], label: 'New line' },
  stop: { keys: 'escape', caps: ['Esc'], label: 'Stop the response' },
} as const satisfies Record<string, Shortcut>;

export const shortcutGroups: readonly { readonly title: string; readonly items: readonly Shortcut[] }[] = [
  {
    title: 'Anywhere',
    items: [shortcuts.requestsView, shortcuts.chatView, shortcuts.connectView, shortcuts.settingsView, shortcuts.help],
  },
  { title: 'Chat', items: [shortcuts.send, shortcuts.newLine, shortcuts.stop] },
  {
    title: 'Requests',
    items: [
      shortcuts.down,
      shortcuts.up,
      shortcuts.open,
      shortcuts.close,
      shortcuts.search,
      shortcuts.pause,
      shortcuts.pin,
      shortcuts.label,
      shortcuts.copy,
      shortcuts.range,
      shortcuts.all,
      shortcuts.menu,
      shortcuts.replay,
      shortcuts.find,
    ],
  },
];
