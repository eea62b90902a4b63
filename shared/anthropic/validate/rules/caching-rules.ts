/** Rules on `cache_control`: at most four marks, longer ones before shorter ones, none on empty text. */

import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import type { Block, ShapedCacheControl, ShapedRequest } from '../shaped-request.ts';
import { resultBlocks } from '../shaped-request.ts';

const maximum = 4;

interface Mark {
  readonly path: string;
  readonly control: ShapedCacheControl;
}

export function checkCaching(request: ShapedRequest): ValidationRefusal | null {
  const marks: Mark[] = [];
  const note = (path: string, control: ShapedCacheControl | null | undefined): void => {
    if (control != null) marks.push({ path, control });
  };
  const empty = firstRefusal([...markedBlocks(request)], ({ path, block }) => {
    note(path, block.cache_control);
    return block.cache_control != null && block.type === 'text' && (block.text ?? '').trim() === ''
      ? invalid(`${path}: cache_control cannot be set for empty text blocks`)
      : null;
  });
  // The mark on the request itself counts as one on the last block.
  note('', request.cache_control);
  if (empty !== null) return empty;
  if (marks.length > maximum) {
    return invalid(`A maximum of ${maximum} blocks with cache_control may be provided. Found ${marks.length}.`);
  }
  const ofLast = lastBlock(request)?.cache_control;
  if (request.cache_control != null && ofLast != null && lifetime(request.cache_control) !== lifetime(ofLast)) {
    return invalid('cache_control: the last block has a cache_control of its own with a different ttl.');
  }
  return checkOrder(marks);
}

function lifetime({ ttl }: ShapedCacheControl): string {
  return ttl ?? '5m';
}

function lastBlock({ messages }: ShapedRequest): Block | undefined {
  const content = messages.at(-1)?.content;
  return typeof content === 'object' ? content.at(-1) : undefined;
}

function checkOrder(marks: readonly Mark[]): ValidationRefusal | null {
  let short = false;
  return firstRefusal(marks, ({ path, control }) => {
    if (control.ttl !== '1h') {
      short = true;
      return null;
    }
    return short
      ? invalid(
          `${path === '' ? '' : `${path}.`}cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`,
        )
      : null;
  });
}

/** Everything that may carry a mark, in the order in which the API reads a prompt. */
function* markedBlocks(
  request: ShapedRequest,
): Generator<{ path: string; block: Pick<Block, 'type' | 'text' | 'cache_control'> }> {
  for (const [index, tool] of (request.tools ?? []).entries()) {
    yield { path: `tools.${index}`, block: { type: 'tool', cache_control: tool.cache_control ?? null } };
  }
  const { system } = request;
  if (typeof system === 'object') yield* blocks(system, 'system');
  for (const [index, turn] of request.messages.entries()) {
    if (typeof turn.content === 'object') yield* blocks(turn.content, `messages.${index}.content`);
  }
}

function* blocks(list: readonly Block[], path: string): Generator<{ path: string; block: Block }> {
  for (const [index, block] of list.entries()) {
    yield* blocks(resultBlocks(block), `${path}.${index}.content`);
    yield { path: `${path}.${index}`, block };
  }
}
