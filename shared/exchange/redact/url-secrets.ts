/** Credentials in URLs: `https://user:password@host`, `https://token@host`, `?key=…`. */

import { hideSecret, MARK } from './hide-secret.ts';
import { isPlaceholder, looksRandom } from './ordinary-text.ts';
import { classifyName } from './secret-names.ts';
import { alphabet, type Edit, readRun, type Rule } from './text-runs.ts';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const AUTHORITY = /:\\?\/\\?\//g;
/** As browsers and drivers accept it: passwords often contain unescaped signs. */
const USERINFO = alphabet(`${LETTERS_AND_DIGITS}!#$%&()*+,-.:;=?[]^_{|}~`);
const QUERY =
  /(?:[?&]|\\u0026|&amp;)((?:x-)?(?:amz-)?[a-z_-]{0,20}(?:key|token|secret|password|passwd|auth|authorization|signature|sig|code|credential))=/gi;
const QUERY_VALUE = alphabet(`${LETTERS_AND_DIGITS}!$%()*+,-./:;=?@[]^_{|}~`);
const MAX_LENGTH = 2_048;

export const urlSecretPatterns: readonly RegExp[] = [AUTHORITY, QUERY];

export const findUserinfo: Rule = (text, steps) => {
  const edits: Edit[] = [];
  for (const { 0: found, index } of text.matchAll(AUTHORITY)) {
    const start = index + found.length;
    const end = readRun(text, start, USERINFO, steps, MAX_LENGTH);
    const colon = text.slice(start, end).indexOf(':');
    if (text[end] !== '@') continue;
    if (colon === -1 && !looksRandom(text.slice(start, end), 16)) continue;
    const password = text.slice(start + colon + 1, end);
    if (password === '' || /^(?:\$\w+|\$?\{.*\}|%\w+%)$/.test(password)) continue;
    edits.push({ start, end, text: MARK });
  }
  return edits;
};

/** Names that denote secrets only in a query. */
const QUERY_NAME = /^(?:key|code|sig|auth|.*signature|.*credential)$/i;

export const findQuerySecrets: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { 0: found, 1: name = '', index } of text.matchAll(QUERY)) {
    if (index < from) continue;
    const start = index + found.length;
    const end = readRun(text, start, QUERY_VALUE, steps, MAX_LENGTH);
    from = end;
    const value = text.slice(start, end);
    if (value === '' || text[end] === MARK || isPlaceholder(value)) continue;
    const nameClass = classifyName(name) ?? (QUERY_NAME.test(name) ? 'weak' : null);
    if (nameClass === null) continue;
    const isSecret = nameClass === 'password' ? value.length >= 4 : looksRandom(value, nameClass === 'secret' ? 8 : 10);
    if (isSecret) edits.push({ start, end, text: hideSecret(value) });
  }
  return edits;
};
