/** The parts of a message's content, whatever form it has. */

import { wrappedPart, type ChatRequestPart } from '../../openai/chat-request.ts';

type Parts = string | readonly (string | ChatRequestPart)[] | null | undefined;

/**
 * Each part with its path; a string counts as one part at the path of the content itself. LangChain puts parts of other APIs into a
 * `non_standard` part; its own reader takes them out as well.
 */
export function* contentPartsOf(parts: Parts, path: string): Iterable<readonly [string | ChatRequestPart, string]> {
  if (parts === null || parts === undefined) return;
  if (typeof parts === 'string') yield [parts, path];
  else {
    for (const [index, part] of parts.entries()) {
      const inner = typeof part === 'string' ? null : wrappedPart(part);
      yield inner === null ? [part, `${path}[${index}]`] : [inner, `${path}[${index}].value`];
    }
  }
}
