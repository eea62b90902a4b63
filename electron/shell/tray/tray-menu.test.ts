import { describe, expect, test } from 'vitest';
import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { type TrayAction, type TrayItem, trayView, windowTitle } from './tray-menu.ts';
import { trayTemplate } from './tray-template.ts';

const running: ProxyStatus = {
  state: 'running',
  port: 9080,
  baseUrl: 'http://127.0.0.1:9080/v1',
  message: 'Running on 127.0.0.1:9080',
  hint: null,
  freePort: null,
  demo: false,
  activeRequests: 0,
  tokenNeeded: false,
  since: 0,
  key: { state: 'stored', lastFour: 'abcd', message: 'Stored.', hint: null },
};
const noKey = { state: 'missing', lastFour: null, message: 'No API key is stored yet.', hint: null } as const;
const models = ['claude-opus-5-5', 'claude-sonnet-5-5'];
const view = (status: Partial<ProxyStatus> = {}, model = 'claude-sonnet-5-5') =>
  trayView({ status: { ...running, ...status }, model, models });
const ids = (items: readonly TrayItem[]): string[] => items.map((item) => (item.kind === 'separator' ? '-' : item.id));

describe('the menu', () => {
  test('of a running proxy has its items in order', () => {
    expect(ids(view().items)).toEqual([
      'status',
      'copy-base-url',
      'stop',
      '-',
      'model',
      'show-requests',
      'show-chat',
      'show-settings',
      '-',
      'quit',
    ]);
  });

  test.each<[Partial<ProxyStatus>, string, string[]]>([
    [{}, 'running', ['stop']],
    [{ state: 'degraded', message: 'Running, but does not respond' }, 'attention', ['stop', 'problem']],
    [{ state: 'starting' }, 'starting', ['stop']],
    [{ state: 'stopped' }, 'stopped', ['start']],
    [{ state: 'error' }, 'attention', ['start', 'problem']],
    [{ state: 'port-conflict', freePort: null }, 'attention', ['start', 'problem']],
    [{ state: 'port-conflict', freePort: 9081 }, 'attention', ['start', 'use-free-port', 'problem']],
    [{ key: noKey }, 'attention', ['stop', 'problem']],
    [{ key: { ...noKey, state: 'reading' } }, 'running', ['stop']],
    [{ state: 'stopped', key: noKey }, 'stopped', ['start', 'problem']],
  ])('with %j has the icon %s and %j', (status, icon, expected) => {
    const { icon: shown, items } = view(status);
    expect(shown).toBe(icon);
    expect(ids(items).filter((id) => ['start', 'stop', 'use-free-port', 'problem'].includes(id))).toEqual(expected);
    expect(ids(items).at(-1)).toBe('quit');
  });

  test('lists the models with the configured one checked', () => {
    const options = (model: string): unknown => view({}, model).items.find((item) => item.kind === 'choice');
    expect(options('claude-opus-5-5')).toMatchObject({
      options: [
        { label: 'claude-opus-5-5', checked: true },
        { label: 'claude-sonnet-5-5', checked: false },
      ],
    });
    expect(options('my-model')).toMatchObject({
      options: [{ label: 'my-model', checked: true }, { checked: false }, { checked: false }],
    });
  });

  test('tooltip and title name the demo', () => {
    const { items, tooltip } = view({ demo: true });
    expect(items[0]).toMatchObject({ label: 'Demo: Running on 127.0.0.1:9080' });
    expect(tooltip).toBe('Dragoman: Demo: Running on 127.0.0.1:9080');
    expect([windowTitle(true), windowTitle(false)]).toEqual(['Dragoman (demo)', 'Dragoman']);
  });

  test('has a tooltip within Windows’ limit', () => {
    expect(view({ message: 'x'.repeat(500) }).tooltip.length).toBeLessThan(128);
  });
});

test('has one click handler per item, and escapes `&`', () => {
  const performed: TrayAction[] = [];
  const { items } = view({ state: 'port-conflict', freePort: 9081, hint: 'Used by A & B' });
  const template = trayTemplate(items, (action) => performed.push(action));
  const all = template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])]);
  for (const { click } of all) Reflect.apply(click ?? (() => undefined), undefined, []);
  expect(performed).toEqual([
    { do: 'copy', text: 'http://127.0.0.1:9080/v1' },
    { do: 'start' },
    { do: 'use-port', port: 9081 },
    { do: 'choose-model', model: 'claude-opus-5-5' },
    { do: 'choose-model', model: 'claude-sonnet-5-5' },
    { do: 'show', view: 'requests' },
    { do: 'show', view: 'chat' },
    { do: 'show', view: 'settings' },
    { do: 'show', view: 'settings' },
    { do: 'quit' },
  ]);
  expect(template.find(({ id }) => id === 'problem')?.label).toBe('Used by A && B');
  expect(template.find(({ id }) => id === 'status')?.enabled).toBe(false);
});
