/** Screenshots of the window, and axe's accessibility checks. */

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { RunningApp } from './app.ts';

export const root = resolve(import.meta.dirname, '../..');
const gallery = join(root, 'test-results/gallery');

/** The README's width. */
export const wide = { width: 1440, height: 860 };
/** The smallest supported size. */
export const narrow = { width: 900, height: 600 };

type Size = typeof wide;

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

const takesPictures = process.env['DRAGOMAN_GALLERY'] === '1';

/** Both sizes, but `one` alone in the dark scheme where no pictures are taken: colours are the same in both. */
export function sizesIn(scheme: Scheme, one: Size): readonly Size[] {
  return scheme === 'dark' && !takesPictures ? [one] : [wide, narrow];
}

/** All that the scheme can change: the rest is checked in the light one. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'];

export async function resize({ app, window }: RunningApp, { width, height }: Size): Promise<void> {
  await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size), [
    width,
    height,
  ] satisfies [number, number]);
  await expect.poll(async () => await window.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
}

/** Takes a screenshot with `npm run gallery`. @returns its file, or null */
export async function picture(window: Page, name: string): Promise<string | null> {
  if (!takesPictures) return null;
  mkdirSync(gallery, { recursive: true });
  const path = join(gallery, `${name}.png`);
  await window.screenshot({ path, animations: 'disabled' });
  return path;
}

/**
 * The serious and the critical ones. Electron has no second target for axe's own page: the older way runs everything in ours.
 *
 * Left out are the focus guards around what is open: spans that can be tabbed to and are hidden from screen readers, which axe
 * reports as `aria-hidden-focus`. Nobody is ever on one: it hands the focus on in the same moment, which is how Tab gets out of
 * a menu and back to its button. Base UI makes them so on purpose (mui/base-ui#4668) and offers no other way.
 */
export async function seriousFaults(window: Page, scheme: Scheme): Promise<string[]> {
  // The builder would evaluate half a megabyte of axe twice each time.
  const isLoaded = await window.evaluate(() => 'axe' in globalThis);
  const builder = new AxeBuilder({ page: window, ...(isLoaded ? { axeSource: ';' } : {}) })
    .setLegacyMode(true)
    // The others are thousands of elements, which take longer to describe than to check.
    .options({ resultTypes: ['violations'] })
    .exclude('[data-base-ui-focus-guard]');
  const { violations } = await (scheme === 'light' ? builder : builder.withRules(rulesOfColours)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}
