/** Classifies a name by the value it suggests: `DB_PASSWORD`, `clientSecret`, `x-api-key`, `nextPageToken`. */

/**
 * `password`: chosen by people, so any value counts. `secret`: full name of a key or secret. `token`: random, but ordinary names
 * resemble it. `weak`: ambiguous (`key`, `auth`), so the value must look random. `scheme`: the value has the form of
 * `Authorization`.
 */
export type SecretNameClass = 'password' | 'secret' | 'token' | 'weak' | 'scheme';

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const MORE_OF_IT = listed(`
  data value base64 b64 pem string raw plain env prod dev staging test live old new current primary secondary
  default`);
const PASSWORD = /(?:password|passwd|passphrase|passwort)$/;
const PASS_OWNERS = listed(`
  db database smtp mail email user admin redis mysql postgres pg mongo ftp ssh root login auth proxy mqtt ldap
  rabbitmq basic http key`);
const KEY_QUALIFIERS = listed(`
  api secret private access account auth signing encryption master service ssh client deploy storage webhook
  admin session subscription functions shared server license licence app application cookie jwt hmac signature
  decryption host ingest write`);
const NOT_SECRET_KEYS = listed(`
  public primary foreign sort partition cache index group object row column map hash idempotency routing range
  lookup translation issue project react query natural dedup dedupe unique composite registry shortcut arrow
  publishable anon`);
const WHOLE_KEYS = /^(?:api|secret|private|access|auth|encryption|signing|master|account|storage|service)key$/;
const NOT_SECRET_TOKENS = listed(`
  page next previous prev continuation sync cursor eos bos pad unk sep cls mask special start end stop image
  first last max min num per count total input output prompt completion cancellation cancel text lexer
  punctuation design color pagination resume progress`);

/** @returns null for a name that does not suggest a secret */
export function classifyName(name: string): SecretNameClass | null {
  const words = wordsOf(name);
  while (words.length > 1 && (MORE_OF_IT.has(words.at(-1) ?? '') || /^\d+$/.test(words.at(-1) ?? ''))) words.pop();
  const last = (words.at(-1) ?? '').replace(/\d{1,3}$/, '');
  const before = words.at(-2);
  if (PASSWORD.test(last)) return 'password';
  if (last === 'pwd') return before === undefined && name === 'PWD' ? null : 'password';
  if (last === 'pass') return before !== undefined && PASS_OWNERS.has(before) ? 'password' : null;
  if (last.endsWith('secret')) return 'secret';
  if (last === 'key') return classifyKey(name, before);
  if (WHOLE_KEYS.test(last)) return 'secret';
  if (last === 'token' || /^(?:access|auth|refresh|api|bearer|session|id)token$/.test(last)) {
    if (before === undefined) return last === 'token' ? 'weak' : 'token';
    return NOT_SECRET_TOKENS.has(before) ? null : 'token';
  }
  if (last === 'authorization') return 'scheme';
  return last === 'auth' || last === 'credential' || last === 'credentials' ? 'weak' : null;
}

/** `key` alone is usually the key of a map, but rarely as an environment variable. */
function classifyKey(name: string, before: string | undefined): SecretNameClass | null {
  if (before === undefined || NOT_SECRET_KEYS.has(before)) return null;
  if (KEY_QUALIFIERS.has(before)) return 'secret';
  return /^[A-Z0-9_]+$/.test(name) ? 'weak' : null;
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3_$2')
    .toLowerCase()
    .split(/[_\-. ]+/)
    .filter((word) => word !== '');
}
