/** The replacement of a secret: a mark and its last four characters, so that two keys stay distinguishable. */

/** Outside every alphabet that secrets are searched in, which makes redaction idempotent. */
export const MARK = '…';
const ALREADY_HIDDEN = /^…[^…]{0,4}$/;
const SCHEME = /^([A-Za-z][\w-]{1,20}) +(.+)$/;

/** `…` and the last four characters; only `…` for a secret so short that four characters would reveal it. */
export function hideSecret(secret: string): string {
  if (ALREADY_HIDDEN.test(secret)) return secret;
  const tail = /[A-Za-z0-9_-]{4}$/.exec(secret);
  return secret.length >= 12 && tail !== null ? MARK + tail[0] : MARK;
}

/** Keeps the scheme of an authorization value (`Bearer`, `Basic`, any other). */
export function hideScheme(value: string): string {
  const parts = SCHEME.exec(value);
  return parts?.[1] !== undefined && parts[2] !== undefined ? `${parts[1]} ${hideSecret(parts[2])}` : hideSecret(value);
}
