/**
 * Computes the final paths of the blocks that notes are about: known only at the end, because turns are merged and results
 * reordered.
 */

import type { MessageBuilder } from './core/message-builder.ts';
import type { Draft, InBlock } from './core/request-draft.ts';
import type { Note } from '../notes.ts';
import { parentOf } from '../json/json-path.ts';

/** The notes of the draft, those of `draft.unplaced` with the path of their block. Call when the messages are finished. */
export function locatedNotes(draft: Draft, builder: MessageBuilder): readonly Note[] {
  const { notes, unplaced } = draft;
  if (unplaced.size === 0) return notes;
  const blocks = blockPaths(builder);
  return notes.map((note) => {
    const block = unplaced.get(note);
    return block === undefined ? note : located(note, block, blocks);
  });
}

function located(note: Note, { key, madeOf }: InBlock, blocks: ReadonlyMap<string, string>): Note {
  const from = madeOf ?? note.from;
  return from === null ? note : { ...note, to: locationOf(from, key, blocks) };
}

function blockPaths({ sources, systemSources }: MessageBuilder): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const add = (from: string | null, path: string): void => {
    if (from !== null && !paths.has(from)) paths.set(from, path);
  };
  for (const [index, from] of systemSources.entries()) add(from, `system[${index}]`);
  for (const [message, blocks] of sources.entries()) {
    for (const [index, from] of blocks.entries()) add(from, `messages[${message}].content[${index}]`);
  }
  return paths;
}

/** The nearest block above `from`. A block that holds the whole message is a result: its content has another structure. */
function locationOf(from: string, key: string, blocks: ReadonlyMap<string, string>): string | null {
  for (let path: string | null = from; path !== null; path = parentOf(path)) {
    const block = blocks.get(path);
    if (block !== undefined) return key === '' || /^messages\[\d+\]$/.test(path) ? block : `${block}.${key}`;
  }
  return null;
}
