/**
 * Content blocks that the chat endpoint receives in the Messages API's own format (from agents that know Claude), rebuilt from
 * their known fields. Source: `BetaContentBlockParam` of the official SDK.
 */

import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { ContentBlockParam } from '../../anthropic/types.ts';
import { RequestRefused } from '../../errors.ts';
import { requireFileIdsOf } from './file-id.ts';
import { describeIssue } from '../../openai/request-issue.ts';
import { cleanValue, isRecord } from '../../json/sanitize-text.ts';
import { firstIssue } from '../../json/first-issue.ts';
import type { FieldReader, Fields } from '../../unread-fields/field-reader.ts';
import { schemaFields } from '../../unread-fields/schema-fields.ts';

type Messages = Anthropic.Beta.Messages.BetaContentBlockParam;
type BlockOf<Type extends Messages['type']> = Extract<Messages, { type: Type }>;

const text = z.string();
const optionalText = z.string().nullable().exactOptional();
const toolId = z.string().regex(/^[a-zA-Z0-9_-]+$/);
const serverToolId = z.string().regex(/^srvtoolu_[a-zA-Z0-9_]+$/);
const citations = z.object({ enabled: z.boolean().exactOptional() });

/** Values that only the upstream interprets and that are not checked here. */
const opaque = <Value>() => z.custom<Value>((value) => value !== undefined && value !== null);
const dictionary = <Value>() => z.custom<Value>(isRecord);

const imageSource = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('base64'),
    media_type: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
    data: text.min(1),
  }),
  z.object({ type: z.literal('url'), url: text.min(1) }),
  z.object({ type: z.literal('file'), file_id: text.min(1) }),
]);

const textBlock = z.object({
  type: z.literal('text'),
  text,
  citations: z.array(dictionary<Anthropic.Beta.Messages.BetaTextCitationParam>()).nullable().exactOptional(),
});
const imageBlock = z.object({ type: z.literal('image'), source: imageSource });

const documentBlock = z.object({
  type: z.literal('document'),
  source: z.discriminatedUnion('type', [
    z.object({ type: z.literal('base64'), media_type: z.literal('application/pdf'), data: text.min(1) }),
    z.object({ type: z.literal('text'), media_type: z.literal('text/plain'), data: text.min(1) }),
    z.object({
      type: z.literal('content'),
      content: z.union([text, z.array(z.discriminatedUnion('type', [textBlock, imageBlock]))]),
    }),
    z.object({ type: z.literal('url'), url: text.min(1) }),
    z.object({ type: z.literal('file'), file_id: text.min(1) }),
  ]),
  title: optionalText,
  context: optionalText,
  citations: citations.nullable().exactOptional(),
});

const searchResultBlock = z.object({
  type: z.literal('search_result'),
  source: text,
  title: text,
  content: z.array(textBlock).min(1),
  citations: citations.exactOptional(),
});

const serverResult = <Type extends ServerResult['type']>(type: Type) =>
  z.object({ type: z.literal(type), tool_use_id: serverToolId, content: opaque<BlockOf<Type>['content']>() });
type ServerResult = Extract<Messages, { tool_use_id: string; content: unknown }>;

const schemas = {
  text: textBlock,
  image: imageBlock,
  document: documentBlock,
  search_result: searchResultBlock,
  tool_reference: z.object({ type: z.literal('tool_reference'), tool_name: text }),
  thinking: z.object({ type: z.literal('thinking'), thinking: text, signature: text.min(1) }),
  redacted_thinking: z.object({ type: z.literal('redacted_thinking'), data: text.min(1) }),
  server_tool_use: z.object({
    type: z.literal('server_tool_use'),
    id: serverToolId,
    name: z.enum([
      'advisor',
      'web_search',
      'web_fetch',
      'code_execution',
      'bash_code_execution',
      'text_editor_code_execution',
      'tool_search_tool_regex',
      'tool_search_tool_bm25',
    ]),
    input: dictionary<unknown>(),
  }),
  web_search_tool_result: serverResult('web_search_tool_result'),
  web_fetch_tool_result: serverResult('web_fetch_tool_result'),
  code_execution_tool_result: serverResult('code_execution_tool_result'),
  bash_code_execution_tool_result: serverResult('bash_code_execution_tool_result'),
  text_editor_code_execution_tool_result: serverResult('text_editor_code_execution_tool_result'),
  tool_search_tool_result: serverResult('tool_search_tool_result'),
  container_upload: z.object({ type: z.literal('container_upload'), file_id: text.min(1) }),
  mcp_tool_use: z.object({
    type: z.literal('mcp_tool_use'),
    id: toolId,
    name: text,
    server_name: text,
    input: dictionary<unknown>(),
  }),
  mcp_tool_result: z.object({
    type: z.literal('mcp_tool_result'),
    tool_use_id: toolId,
    content: z.union([text, z.array(textBlock)]).exactOptional(),
    is_error: z.boolean().exactOptional(),
  }),
} as const;

type NativeType = keyof typeof schemas;
export type NativeBlock = z.infer<(typeof schemas)[NativeType]>;

export function isAnthropicBlockType(type: string): type is NativeType {
  return Object.hasOwn(schemas, type);
}

/** The fields of a block that `readNativeBlock` takes over. @param marks the cache markers, which are read apart */
export function nativeBlockFields(type: NativeType, marks: Fields): FieldReader {
  return schemaFields(schemas[type], marks);
}

/** Which roles may hold a block of a type. The tool turns, not this file, handle `tool_use` and `tool_result`. */
export const nativeBlockRoles: Readonly<Record<'user' | 'assistant' | 'tool' | 'system', ReadonlySet<string>>> = {
  user: new Set(['text', 'image', 'document', 'search_result', 'container_upload']),
  tool: new Set(['text', 'image', 'document', 'search_result', 'tool_reference']),
  system: new Set(['text']),
  assistant: new Set([
    'text',
    'document',
    'thinking',
    'redacted_thinking',
    'server_tool_use',
    'web_search_tool_result',
    'web_fetch_tool_result',
    'code_execution_tool_result',
    'bash_code_execution_tool_result',
    'text_editor_code_execution_tool_result',
    'tool_search_tool_result',
    'mcp_tool_use',
    'mcp_tool_result',
  ]),
};

/** Rebuilds one cleaned block. `path` is its path in the client's body. Refuses, naming the field, what the API would refuse. */
export function readNativeBlock(type: NativeType, part: object, path: string): NativeBlock {
  const issue = firstIssue(schemas[type], part);
  if (issue === null) {
    const block = schemas[type].parse(part);
    requireFileIdsOf(block, path);
    return block;
  }
  throw new RequestRefused({
    ...describeIssue(issue, part, path),
    hint: `A part of type '${type}' must have the shape the Messages API gives it.`,
  });
}

/**
 * The part without characters that the API's JSON parsers refuse; the same object when nothing changes. Signed text must be
 * returned verbatim.
 */
export function cleanUnlessSigned(type: NativeType, part: object): object {
  const cleaned = type === 'thinking' || type === 'redacted_thinking' ? part : cleanValue(part);
  return isRecord(cleaned) ? cleaned : part;
}

/** Compiles only while the SDK has every block type above. */
export function asContentBlock(block: Exclude<NativeBlock, { type: 'tool_reference' }>): ContentBlockParam {
  return block;
}
