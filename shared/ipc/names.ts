/** The names of the contract without its schemas: the preload needs only the names and must not load zod. */

import type { CallName, EventName } from './contract.ts';

export const callNames = Object.keys({
  'app.info': true,
  'status.get': true,
  'proxy.start': true,
  'proxy.stop': true,
  'settings.get': true,
  'settings.save': true,
  'settings.import': true,
  'settings.export': true,
  'key.state': true,
  'key.save': true,
  'key.forget': true,
  'key.test': true,
  'models.known': true,
  'models.forget': true,
  'token.state': true,
  'token.rotate': true,
  'token.reveal': true,
  'exchanges.list': true,
  'exchanges.page': true,
  'exchanges.get': true,
  'exchanges.clear': true,
  'exchanges.pin': true,
  'exchanges.label': true,
  'exchanges.usage': true,
  'export.save': true,
  'import.open': true,
  'import.search': true,
  'import.close': true,
  'folder.open': true,
  'exchange.replay': true,
  'chat.send': true,
  'chat.stop': true,
  'clipboard.write': true,
} satisfies Record<CallName, true>);

export const eventNames = Object.keys({
  'status.changed': true,
  'settings.changed': true,
  'exchanges.changed': true,
  'exchanges.cleared': true,
  'chat.event': true,
  'view.show': true,
} satisfies Record<EventName, true>);
