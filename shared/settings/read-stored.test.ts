import { expect, test } from 'vitest';
import { readStoredSettings } from './read-stored.ts';
import { defaultSettings } from './schema.ts';

test.each([
  ['nothing stored', {}, {}, []],
  ['one value', { model: 'claude-opus-5-5' }, { model: 'claude-opus-5-5' }, []],
  ['one bad value beside a good one', { port: 0, model: 'claude-opus-5-5' }, { model: 'claude-opus-5-5' }, ['port']],
  ['names of a newer version', { hologram: true }, {}, []],
  ['names every object has', { constructor: 1, __proto__: { port: 1 } }, {}, []],
  ['an endpoint that is not allowed', { endpoint: 'http://example.com' }, {}, ['endpoint']],
])('reads %s', (_name, stored, kept, damaged) => {
  expect(readStoredSettings(stored)).toEqual({ settings: { ...defaultSettings, ...kept }, damaged });
});
