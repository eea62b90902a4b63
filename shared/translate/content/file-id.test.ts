import { describe, expect, test } from 'vitest';
import { translate } from '../__fixtures__/translate.ts';

const source = { type: 'file', file_id: 'file-abc' };
const inner = { type: 'content', content: [{ type: 'image', source }] };

describe('a file_id of OpenAI', () => {
  test.each<[string, object, string]>([
    ['a chat file', { type: 'file', file: { file_id: 'file-abc' } }, 'file.file_id'],
    ['an image block', { type: 'image', source }, 'source.file_id'],
    ['a document block', { type: 'document', source }, 'source.file_id'],
    ['an image within a document', { type: 'document', source: inner }, 'source.content[0].source.file_id'],
    ['an upload', { type: 'container_upload', file_id: 'file-abc' }, 'file_id'],
  ])('is refused with its path: %s', (_case, part, path) => {
    const refusal = expect.objectContaining({ code: 'unsupported_content', param: `messages[0].content[0].${path}` });
    expect(() => translate({ messages: [{ role: 'user', content: [part] }] })).toThrow(refusal);
  });
});
