/** JSON paths as notes, trails and `param` write them: `messages[3].content[0].text`. */

const identifier = /^[A-Za-z_$][\w$-]*$/;

/** Extends a path by one key; ambiguous keys (with dots or brackets) are quoted, so two leaves never share a path. */
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

/** `messages[3]` and `content[0]` -> `messages[3].content[0]`. */
export function joinPaths(path: string, below: string): string {
  return below === '' || below.startsWith('[') ? path + below : `${path}.${below}`;
}

/** `a.b[2].c` -> `a.b[2]` -> `a.b` -> `a` -> null. */
export function parentOf(path: string): string | null {
  const cut = path.endsWith('"]') ? path.lastIndexOf('["') : Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return cut <= 0 ? null : path.slice(0, cut);
}

/** The keys of a path that `extendPath` made. */
export function parsePath(path: string): (string | number)[] {
  const keys: (string | number)[] = [];
  for (const match of path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)) {
    const [, index, quoted, plain] = match;
    if (index !== undefined) keys.push(Number(index));
    else if (quoted !== undefined) keys.push(unquote(quoted));
    else if (plain !== undefined) keys.push(plain);
  }
  return keys;
}

function unquote(quoted: string): string {
  const key: unknown = JSON.parse(quoted);
  return typeof key === 'string' ? key : quoted;
}
