/** Which links may leave for the user's browser: https, to a host on this list, and nothing that pretends to be one. */

const ALLOWED_HOSTS: ReadonlySet<string> = new Set([
  'anthropic.com',
  'www.anthropic.com',
  'console.anthropic.com',
  'docs.anthropic.com',
  'platform.claude.com',
  'docs.claude.com',
  'status.claude.com',
  'platform.openai.com',
  'github.com',
]);

/** The address in its normal form, or null when it must not be opened. */
export function allowedExternalUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return plain && ALLOWED_HOSTS.has(url.hostname) ? url.href : null;
}
