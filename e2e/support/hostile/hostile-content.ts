/** Hostile text, and the check of its rendering in the window. */

import type { Page } from '@playwright/test';

/** HTML with every known script vector. `beacon` is the URL that a run would contact. */
export function markup(beacon: string): string {
  return [
    `<script>globalThis.ranHere = 1</script>`,
    `<script src="${beacon}/script.js"></script>`,
    `<img src="${beacon}/image.png" onerror="globalThis.ranHere = 1">`,
    `<svg onload="globalThis.ranHere = 1"><use href="${beacon}/use.svg#a"/></svg>`,
    `<iframe src="${beacon}/frame.html" srcdoc="<script>parent.ranHere = 1</script>"></iframe>`,
    `<a href="javascript:globalThis.ranHere = 1">click</a>`,
    `<style>@import url("${beacon}/style.css"); * { display: none }</style>`,
    `<form action="${beacon}/form"><input autofocus onfocus="globalThis.ranHere = 1"></form>`,
    `<meta http-equiv="refresh" content="0;url=${beacon}/refresh">`,
    `"'><base href="${beacon}/"><link rel=stylesheet href="${beacon}/link.css">`,
  ].join('\n');
}

/** The same in Markdown, for rendered responses. */
export function markdown(beacon: string): string {
  return [
    `![alt](${beacon}/markdown.png) ![reference][r]`,
    `[script](javascript:globalThis.ranHere=1) [page](data:text/html,<script>globalThis.ranHere=1</script>)`,
    `[r]: ${beacon}/reference.png`,
    `<details open ontoggle="globalThis.ranHere = 1"><summary>more</summary></details>`,
    '```html\n<img src=x onerror="globalThis.ranHere = 1">\n```',
    `| a | b |\n|---|---|\n| <b onmouseover="globalThis.ranHere = 1">c</b> | ![](${beacon}/cell.png) |`,
    `<${beacon}/autolink> https://user:word@127.0.0.1/`,
  ].join('\n\n');
}

/**
 * Characters that turn, hide or control: overrides and isolates, a bell, a NUL, ANSI's red and its eight-bit spelling, half a
 * pair, what ends a line for some, nothing at all, and letters that only machines read.
 */
export const disguised = [
  'invoice\u202Egpj.exe\u202C',
  '\u2067isolated\u2069',
  'bell\u0007 nul\u0000 red\u001B[31m also\u009B31m back\u0008',
  'half \uD83D pair',
  'line\u2028paragraph\u2029next\u0085',
  'zero\u200Bwidth\u2060soft\u00ADhyphen\uFEFF',
  'tagged\u{E0073}\u{E0065}\u{E0063}',
].join(' ');

/** Collects violations from now on: scripts that ran, CSP violations, outgoing requests. */
export interface Watch {
  faults(): Promise<readonly string[]>;
}

export async function watch(window: Page): Promise<Watch> {
  const seen: string[] = [];
  window.on('request', (request) => {
    if (!/^(app|data|blob|devtools):/.test(request.url())) seen.push(`asked for ${request.url()}`);
  });
  window.on('dialog', (dialog) => {
    seen.push(`opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  window.on('pageerror', (error) => seen.push(`threw ${error.message}`));
  window.on('framenavigated', (frame) => seen.push(`went to ${frame.url()}`));
  window.on('console', (message) => {
    if (message.type() === 'error') seen.push(`said ${message.text()}`);
  });
  await window.evaluate(() => {
    const broken: string[] = [];
    Reflect.set(globalThis, 'brokenRules', broken);
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      broken.push(`broke ${violatedDirective} by ${blockedURI}`);
    });
  });
  return {
    async faults() {
      const inside = await window.evaluate(() => {
        const broken: unknown = Reflect.get(globalThis, 'brokenRules');
        const rules = Array.isArray(broken) ? broken.map(String) : ['nobody looked for broken rules'];
        return Reflect.get(globalThis, 'ranHere') === undefined ? rules : [...rules, 'a program ran'];
      });
      return [...seen, ...inside];
    },
  };
}

/** The hostile elements now present in the window's DOM. */
export async function moreThanText(window: Page): Promise<string[]> {
  return await window.evaluate(() => {
    const hidden = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
    const found: string[] = [];
    const description = (element: Element | null): string => {
      const names: string[] = [];
      for (let at = element; at !== null && names.length < 4; at = at.parentElement) {
        const id = at.getAttribute('data-testid');
        names.unshift(id === null ? at.tagName.toLowerCase() : `[${id}]`);
      }
      return names.join(' ');
    };
    const look = (text: string, where: string): void => {
      const match = hidden.exec(text);
      const code = match?.[0].codePointAt(0)?.toString(16);
      if (match !== null)
        found.push(`U+${code} in ${where}: ${text.slice(Math.max(0, match.index - 12), match.index)}`);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() !== null)
      look(texts.currentNode.nodeValue ?? '', description(texts.currentNode.parentElement));
    for (const element of document.querySelectorAll('body *')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`${name} on ${description(element)}`);
        if (/^(title|alt|placeholder|aria-)/.test(name)) look(value, `${name} of ${description(element)}`);
      }
    }
    const made =
      'script, img[src^="http"], iframe, object, embed, base[href], meta[http-equiv=refresh], form[action], a[href^="javascript"], a[href^="http"], use[href^="http"]';
    for (const element of document.body.querySelectorAll(made)) found.push(`an element: ${description(element)}`);
    return [...new Set(found)];
  });
}
