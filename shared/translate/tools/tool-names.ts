/**
 * Tool names that the API accepts, derived from the client's own: the same name always becomes the same name, whatever the other
 * tools.
 */

import type { Draft } from '../core/request-draft.ts';
import { shortHash } from '../../json/short-hash.ts';

/** Every model and OpenAI itself accept 64; newer models accept 128. Source: tool definition page. */
const longest = 64;
const valid = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * A valid name is returned unchanged. Any other is cleaned and gets a hash of the original, so that names which differ only in
 * forbidden characters stay distinct and a valid name that looks like a cleaned one is left alone. Not positional: the prefix of a
 * conversation must not change when tools are added.
 */
export function upstreamToolName(name: string): string {
  if (valid.test(name)) return name;
  const suffix = `_${shortHash(name)}`;
  const clean = name.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, longest - suffix.length);
  return `${clean === '' ? 'tool' : clean}${suffix}`;
}

/** Why a name had to change, for notes. */
export const RENAMED = 'Tool names have letters, digits, _ and - only, 64 at most; responses use the original name.';

/** The upstream name of a client's tool, stored in the draft's map when it differs. */
export function renameTool(draft: Draft, name: string): string {
  const known = draft.renamedTools.get(name);
  if (known !== undefined) return known;
  const renamed = upstreamToolName(name);
  if (renamed !== name) draft.renamedTools.set(name, renamed);
  return renamed;
}
