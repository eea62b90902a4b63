/** Forgives what people and tools do to a base URL: trailing slashes, doubled slashes, a doubled `/v1`. */

/** In: the request target with its query. Out: the one spelling that routes know. Only the path is touched. */
export function normaliseTarget(url: string): string {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  const query = end === -1 ? '' : url.slice(end);
  const tidy = path.replace(/\/{2,}/g, '/').replace(/^(\/v1)+(?=\/|$)/, '/v1');
  return (tidy.length > 1 ? tidy.replace(/\/$/, '') : tidy) + query;
}
