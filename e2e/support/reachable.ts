/** Which controls of the window a user cannot bring into view: cut off by what does not scroll, or covered. */

import type { Page } from '@playwright/test';

const controls =
  'a[href], button, input, select, textarea, summary, [tabindex="0"], [role="switch"], [role="tab"], [role="slider"]';

/**
 * Scrolls to each control as its focus would. A box with `overflow: hidden` can be scrolled by a script and not by a user: what
 * only such scrolling shows counts as out of reach, and so does what another element covers.
 *
 * @returns a line for each control out of reach, with its place in CSS pixels
 */
export async function controlsOutOfReach(window: Page): Promise<string[]> {
  return await window.evaluate((selector) => {
    /** Beside a modal dialog nothing else is to be reached. */
    const dialog = document.querySelector('[role="dialog"], [role="alertdialog"]');
    const faults: string[] = [];
    for (const control of (dialog ?? document).querySelectorAll<HTMLElement>(selector)) {
      const { width, height } = control.getBoundingClientRect();
      if (width < 4 || height < 4 || control.closest('[aria-hidden="true"], [inert]') !== null) continue;
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: false })) continue;
      const ancestors: HTMLElement[] = [];
      for (let at = control.parentElement; at !== null; at = at.parentElement) ancestors.push(at);
      const fixed = ancestors.filter((at) => getComputedStyle(at).overflow.split(' ').includes('hidden'));
      const before = fixed.map((at) => [at.scrollLeft, at.scrollTop] as const);
      control.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
      for (const [index, at] of fixed.entries()) {
        const overflow = getComputedStyle(at);
        if (overflow.overflowX === 'hidden') at.scrollLeft = before[index]?.[0] ?? 0;
        if (overflow.overflowY === 'hidden') at.scrollTop = before[index]?.[1] ?? 0;
      }
      const box = control.getBoundingClientRect();
      let [left, top, right, bottom] = [Math.max(0, box.left), Math.max(0, box.top), box.right, box.bottom];
      right = Math.min(innerWidth, right);
      bottom = Math.min(innerHeight, bottom);
      for (const at of ancestors) {
        if (getComputedStyle(at).overflow === 'visible') continue;
        const clip = at.getBoundingClientRect();
        [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
        [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
      }
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const uncovered = hit !== null && (control.contains(hit) || hit.contains(control));
      // Editors and fields of text may be larger than the view: a part that can be worked in is enough.
      const enough = right - left >= Math.min(box.width, 200) - 1 && bottom - top >= Math.min(box.height, 24) - 1;
      if (enough && uncovered) continue;
      const name = control.getAttribute('aria-label') ?? control.textContent.trim().slice(0, 40);
      const place = [box.left, box.top, box.right, box.bottom].map(Math.round).join(' ');
      faults.push(`${control.tagName.toLowerCase()} "${name}" at ${place}${enough ? ', covered' : ''}`);
    }
    return faults;
  }, controls);
}
