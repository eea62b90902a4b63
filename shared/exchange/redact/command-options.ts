/**
 * Credentials in short options of commands (`curl -u user:password`, `curl -b 'session=…'`, `sshpass -p …`) and in cookie lines.
 */

import { hideSecret, MARK } from './hide-secret.ts';
import { isOrdinary, isPlaceholder, looksRandom } from './ordinary-text.ts';
import { alphabet, type Edit, readRun, type Rule } from './text-runs.ts';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const USER_OPTION = /(?:\s|\\n)(?:-u|--user|--proxy-user)(?: |=|\\{0,15}["']){1,4}[A-Za-z0-9._@+-]{1,64}:/g;
const PASSWORD_OPTION = /(?:sshpass -p ?|(?:mysql|mysqldump|mysqladmin|mariadb)[ \w@.:/=-]{0,80} -p)(?:\\{0,15}["'])?/g;
const COOKIES = /(?:cookie(?:\\{0,15}["'])?\s?[:=]|\s-b)\s?(?:\\{0,15}["'])?/gi;
const PASSWORD = alphabet(`${LETTERS_AND_DIGITS}!#$%&*+,-./:;=?@^_~`);
const COOKIE = alphabet(`${LETTERS_AND_DIGITS}!#$%&*+-./:=?@^_~; `);
const MAX_LENGTH = 4_096;

export const commandOptionPatterns: readonly RegExp[] = [USER_OPTION, PASSWORD_OPTION, COOKIES];

export const findPasswordOptions: Rule = (text, steps) => {
  const edits: Edit[] = [];
  for (const option of [USER_OPTION, PASSWORD_OPTION]) {
    for (const { 0: found, index } of text.matchAll(option)) {
      const start = index + found.length;
      const end = readRun(text, start, PASSWORD, steps, MAX_LENGTH);
      const password = text.slice(start, end);
      if (password.length < 4 || text[end] === MARK || isPlaceholder(password)) continue;
      // `docker run -u 1000:1000` has the ids of a user and a group.
      if (/^\d+$|^[A-Za-z]+$/.test(password) && isOrdinary(password)) continue;
      edits.push({ start, end, text: hideSecret(password) });
    }
  }
  return edits
    .toSorted((one, other) => one.start - other.start)
    .filter((edit, at, all) => edit.start >= (all[at - 1]?.end ?? 0));
};

/** The values of `name=value` pairs that look random. */
export const findCookies: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(COOKIES)) {
    const start = index + found.length;
    if (start < from) continue;
    from = readRun(text, start, COOKIE, steps, MAX_LENGTH);
    let at = start;
    for (const pair of text.slice(start, from).split(';')) {
      const value = pair.slice(pair.indexOf('=') + 1).trimEnd();
      const valueStart = at + pair.indexOf('=') + 1;
      const end = valueStart + value.length;
      if (pair.includes('=') && text[end] !== MARK && looksRandom(value, 12)) {
        edits.push({ start: valueStart, end, text: hideSecret(value) });
      }
      at += pair.length + 1;
    }
  }
  return edits;
};
