import { expect, test } from 'vitest';
import { isAppUrl, isTrustedSender } from './sender.ts';

const page = 'app://main/index.html';

test('the main frame of our window with our page is trusted', () => {
  expect(isTrustedSender({ url: page, parent: null }, true)).toBe(true);
});

const destroyed = {
  parent: null,
  get url(): string {
    throw new Error('Render frame was disposed');
  },
};
test.each([
  ['another window', { url: page, parent: null }, false],
  ['a frame inside the page', { url: page, parent: {} }, true],
  ['a frame that is gone', null, true],
  ['no frame', undefined, true],
  ['a destroyed frame', destroyed, true],
  ['another page', { url: 'https://example.com/', parent: null }, true],
  ['an empty page', { url: 'about:blank', parent: null }, true],
])('%s is not', (_name, frame, ours) => {
  expect(isTrustedSender(frame, ours)).toBe(false);
});

test.each([
  ['app://main/', true],
  ['app://main/index.html#/chat', true],
  ['app://main.evil/', false],
  ['app://evil@main/', false],
  ['app://main:1/', false],
  ['app:main', false],
  ['app://mai', false],
  ['file:///main/index.html', false],
  ['http://main/', false],
  ['', false],
])('%s: %s', (address, ours) => {
  expect(isAppUrl(address)).toBe(ours);
});
