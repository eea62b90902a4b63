/** Maps a JSON path of the intermediate chat request to the client's own Responses body. */

export interface PathMap {
  /** Maps everything at and below `chatPath` to `responsesPath` in the client's body. */
  set(chatPath: string, responsesPath: string): void;
  /** The same for a value that is the client's own, so that what is below it is at the same place in both. */
  setTree(chatPath: string, responsesPath: string): void;
  /** The client's path, or null when the proxy added the chat field. */
  locate(chatPath: string | null): string | null;
}

/** The longest known prefix wins; below it the rest of the path is kept only where both structures agree. */
export function createPathMap(): PathMap {
  const known = new Map<string, string>();
  const trees = new Set<string>();
  return {
    set(chatPath, responsesPath) {
      known.set(chatPath, responsesPath);
    },
    setTree(chatPath, responsesPath) {
      known.set(chatPath, responsesPath);
      trees.add(chatPath);
    },
    locate(chatPath) {
      let prefix = chatPath;
      while (prefix !== null && prefix !== '') {
        const found = known.get(prefix);
        if (found !== undefined) return trees.has(prefix) ? found + (chatPath ?? '').slice(prefix.length) : found;
        prefix = parentPath(prefix);
      }
      return null;
    },
  };
}

/** `a.b[2].c` -> `a.b[2]` -> `a.b` -> `a` -> null. */
function parentPath(path: string): string | null {
  const cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return cut <= 0 ? null : path.slice(0, cut);
}
