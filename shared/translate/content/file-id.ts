/** Refuses ids of OpenAI's files, which Anthropic does not know and would refuse only after the whole request was sent. */

import { RequestRefused } from '../../errors.ts';

/**
 * @param param path of the id in the client's body
 * @throws RequestRefused unless the id is one of Anthropic's Files API
 */
export function requireFileId(id: string, param: string): void {
  if (id.startsWith('file_')) return;
  throw new RequestRefused({
    code: 'unsupported_content',
    param,
    message: `The file '${id.slice(0, 128)}' is not one of Anthropic's Files API, whose ids begin with 'file_'.`,
    hint: 'Put the file itself into the request as a data URL.',
  });
}

/** The same for a block of the Messages API that may reference a file; `path` is the path of the block. */
export function requireFileIdsOf(block: object, path: string): void {
  if ('file_id' in block && typeof block.file_id === 'string') requireFileId(block.file_id, `${path}.file_id`);
  if (!('source' in block) || typeof block.source !== 'object' || block.source === null) return;
  const { source } = block;
  if ('content' in source && Array.isArray(source.content)) {
    for (const [index, inner] of source.content.entries()) {
      if (typeof inner === 'object' && inner !== null) requireFileIdsOf(inner, `${path}.source.content[${index}]`);
    }
  }
  if ('file_id' in source && typeof source.file_id === 'string')
    requireFileId(source.file_id, `${path}.source.file_id`);
}
