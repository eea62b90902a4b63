/** JSON paths as notes, trails and `param` spell them: `messages[3].content[0].text`. */

const identifier = /^[A-Za-z_$][\w$-]*$/;

/** Extends a path by one key; keys that would blur it (dots, brackets) are quoted, so two leaves never share a path. */
export function extendPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!identifier.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** `['messages', 3, 'role']` -> `messages[3].role`; null for the document itself. */
export function formatPath(keys: readonly PropertyKey[]): string | null {
  let path = '';
  for (const key of keys) path = extendPath(path, typeof key === 'number' ? key : String(key));
  return path === '' ? null : path;
}
