/** Normalises common mistakes in a base URL: trailing slashes, doubled slashes, a doubled `/v1`. */

/** @param target request target with query @returns the canonical spelling; the query is unchanged */
export function normaliseTarget(url: string): string {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  const query = end === -1 ? '' : url.slice(end);
  const tidy = path.replace(/\/{2,}/g, '/').replace(/^(\/v1)+(?=\/|$)/, '/v1');
  return (tidy.length > 1 ? tidy.replace(/\/$/, '') : tidy) + query;
}
