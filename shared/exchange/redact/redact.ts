/**
 * Takes secrets out of everything that is kept or shown: headers, URLs and bodies. Runs before anything is stored.
 * A secret becomes `…` and its last four characters, so that two keys can still be told apart. Redacting twice changes nothing more.
 */

/** Marks the place of a secret; outside every pattern below, which makes redaction idempotent. */
const MARK = '…';
const ALREADY_HIDDEN = /^…[^…]{0,4}$/;

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'api-key', 'x-goog-api-key']);
const COOKIE_HEADERS = new Set(['cookie', 'set-cookie']);
/** `*token*`, `*secret*` and the like; rate limits speak of tokens too, but theirs are counts. */
const SECRET_HEADER_NAME = /token|secret|password|api-?key|credential|session-?key/i;
const COUNT_HEADER_NAME = /ratelimit|rate-limit/i;

/** `sk-ant-…`, `sk-proj-…`, `sk-…` and our own client token: the prefix stays. */
const KEY_SHAPE = /\b(sk-(?:ant-(?:api\d\d-|oat\d\d-|admin\d\d-)?|proj-|dragoman-|or-v1-)?)([A-Za-z0-9_-]{12,})/g;
const JWT_SHAPE = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*/g;
const OTHER_KEY_SHAPES = /\b(AKIA|ASIA|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abp]-|AIza)([A-Za-z0-9_-]{12,})/g;
const BEARER_SHAPE = /\b(Bearer|Basic)(\s+)([A-Za-z0-9._~+/=-]{8,})/gi;

const SECRET_NAME =
  '(?:x-)?api[_-]?key|authorization|proxy-authorization|[a-z_-]*(?:access|refresh|id|auth|authorization|bearer|client|session|secret)[_-]token|token|client[_-]secret|secret[_-]?(?:access[_-])?key|secret|password|passwd';
/**
 * A JSON member with a telling name, also inside a JSON text that is itself a JSON string (the quotes then carry backslashes).
 * Every part matches in one way only and backslashes are bounded: no text can make this slow.
 */
const JSON_MEMBER = new RegExp(
  String.raw`(?<!\\)(\\{0,15}")(${SECRET_NAME})(\\{0,15}"\s{0,20}:\s{0,20}\\{0,15}")((?:[^"\\]|\\+(?![\\"]))+)(?=\\{0,15}")`,
  'gi',
);
const QUERY_SECRET =
  /([?&](?:key|api[_-]?key|x-api-key|token|access_token|refresh_token|id_token|auth|authorization|secret|client_secret|password|sig|signature|code)=)([^&#\s"'\\<>]+)/gi;
const URL_USERINFO = /:\/\/[^\s/@"'\\<>:…]*:[^\s/@"'\\<>]+@/g;

/**
 * What must stand in a text before one of the expensive patterns can match. A plain search is a hundred times as fast, and most
 * bodies hold no secret at all.
 */
const OTHER_KEY_STARTS = [
  'AKIA',
  'ASIA',
  'ghp_',
  'gho_',
  'ghs_',
  'github_pat_',
  'glpat-',
  'xoxa-',
  'xoxb-',
  'xoxp-',
  'AIza',
];
const TELLING_MEMBER = /(?:key|authorization|token|secret|password|passwd)\\{0,15}"\s{0,20}:/i;

/** `…` and the last four characters; nothing of a secret so short that four characters would give it away. */
export function hideSecret(secret: string): string {
  if (ALREADY_HIDDEN.test(secret)) return secret;
  const tail = /[A-Za-z0-9_-]{4}$/.exec(secret);
  return secret.length >= 12 && tail !== null ? MARK + tail[0] : MARK;
}

/**
 * Redacts free text or JSON text. Replacements hold no quote and no backslash, so JSON stays JSON.
 * `known` are secrets to take out wherever they stand, whatever their shape.
 */
export function redactText(text: string, known: readonly string[] = []): string {
  let result = text;
  for (const secret of known) {
    if (secret.length >= 6) result = result.replaceAll(secret, hideSecret(secret));
  }
  if (result.includes('sk-')) {
    result = result.replace(KEY_SHAPE, (_match, prefix: string, secret: string) => prefix + hideSecret(secret));
  }
  if (result.includes('eyJ')) result = result.replace(JWT_SHAPE, (match) => `eyJ${hideSecret(match)}`);
  if (OTHER_KEY_STARTS.some((start) => result.includes(start))) {
    result = result.replace(OTHER_KEY_SHAPES, (_match, prefix: string, secret: string) => prefix + hideSecret(secret));
  }
  result = result.replace(
    BEARER_SHAPE,
    (_match, scheme: string, space: string, secret: string) => scheme + space + hideSecret(secret),
  );
  if (TELLING_MEMBER.test(result)) {
    result = result.replace(
      JSON_MEMBER,
      (_match, open: string, name: string, middle: string, value: string) => open + name + middle + hideScheme(value),
    );
  }
  return result
    .replace(QUERY_SECRET, (_match, name: string, value: string) => name + hideSecret(value))
    .replace(URL_USERINFO, `://${MARK}@`);
}

/** Keeps the scheme word of an authorization value (`Bearer`, `Basic`, any other). */
function hideScheme(value: string): string {
  const parts = /^([A-Za-z][\w-]{1,20}) +(.+)$/.exec(value);
  return parts?.[1] !== undefined && parts[2] !== undefined ? `${parts[1]} ${hideSecret(parts[2])}` : hideSecret(value);
}

/** Redacts one header by its name, or by the shape of its value. `name` in any case. */
export function redactHeader(name: string, value: string, known: readonly string[] = []): string {
  const lower = name.toLowerCase();
  if (COOKIE_HEADERS.has(lower)) return MARK;
  if (SECRET_HEADERS.has(lower)) return hideScheme(value);
  if (SECRET_HEADER_NAME.test(lower) && !COUNT_HEADER_NAME.test(lower)) return hideScheme(value);
  return redactText(value, known);
}

export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  known: readonly string[] = [],
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) result[name] = redactHeader(name, value, known);
  return result;
}
