import { expect, it } from 'vitest';
import { visible } from './visible-text.tsx';

it.each([
  ['turned \u202eback\u202c', String.raw`turned \u202eback\u202c`],
  ['zero\u200bwidth', String.raw`zero\u200bwidth`],
  ['bell\u0007 and escape\u001b[31m', String.raw`bell\u0007 and escape\u001b[31m`],
  ['lines\u2028end', String.raw`lines\u2028end`],
  ['tag \u{E0041}', String.raw`tag \u{e0041}`],
  ['tab\tand\nline', 'tab\tand\nline'],
  ['family 👩‍👩‍👧 coder 👩🏽‍💻 heart ❤️‍🔥', 'family 👩‍👩‍👧 coder 👩🏽‍💻 heart ❤️‍🔥'],
  ['half \uD83D pair', String.raw`half \ud83d pair`],
  ['عربي עברית', 'عربي עברית'],
  ['می\u200Cخواهم क्\u200Dष', 'می\u200Cخواهم क्\u200Dष'],
  ['in\u200Cvisible', String.raw`in\u200cvisible`],
])('%j is shown as %s', (text, shown) => expect(visible(text)).toBe(shown));
