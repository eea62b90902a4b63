/** The shapes of content blocks and their contents. Source: `ContentBlockParam` and its parts in the official SDK. */

import { betaGates } from './betas.ts';
import {
  anything,
  dictionary,
  flag,
  list,
  matching,
  nullable,
  object,
  oneOf,
  optional,
  required,
  tagged,
  text,
  textOr,
} from './shape.ts';
import type { Check, Field, Variant } from './shape.ts';

export const cacheControl: Check = nullable(
  object({ type: required(oneOf('ephemeral')), ttl: optional(oneOf('5m', '1h')) }),
);

const toolUseId = matching(/^[a-zA-Z0-9_-]+$/);
const serverToolUseId = matching(/^srvtoolu_[a-zA-Z0-9_]+$/);
const caller = optional(dictionary);
const mark = { cache_control: optional(cacheControl) };

/** A block whose `type` has been checked before its fields. */
const block = (fields: Readonly<Record<string, Field>>): Variant => ({
  check: object({ type: required(text), ...fields }),
});
const gated = (variant: Variant, betas: readonly string[]): Variant => ({ ...variant, betas });

const textBlock = block({ text: required(text), ...mark, citations: optional(nullable(list(anything))) });

const imageSource = tagged({
  base64: block({
    media_type: required(oneOf('image/jpeg', 'image/png', 'image/gif', 'image/webp')),
    data: required(text),
  }),
  url: block({ url: required(text) }),
  file: block({ file_id: required(text) }),
});

const imageBlock = block({
  source: required(imageSource),
  ...mark,
  transformations: optional(nullable(object({ oversized_image: optional(oneOf('downsize', 'error')) }))),
});

const documentBlock = block({
  source: required(
    tagged({
      base64: block({ media_type: required(oneOf('application/pdf')), data: required(text) }),
      text: block({ media_type: required(oneOf('text/plain')), data: required(text) }),
      content: block({ content: required(textOr(list(tagged({ text: textBlock, image: imageBlock })))) }),
      url: block({ url: required(text) }),
      file: block({ file_id: required(text) }),
    }),
  ),
  ...mark,
  citations: optional(nullable(object({ enabled: optional(flag) }))),
  context: optional(nullable(text)),
  title: optional(nullable(text)),
});

const searchResultBlock = block({
  content: required(list(tagged({ text: textBlock }))),
  source: required(text),
  title: required(text),
  ...mark,
  citations: optional(object({ enabled: optional(flag) })),
});

const toolResultContent = tagged({
  text: textBlock,
  image: imageBlock,
  document: documentBlock,
  search_result: searchResultBlock,
  tool_reference: block({ tool_name: required(text), ...mark }),
  browser_state: block({ tabs: required(list(anything)), state_changes: optional(anything), ...mark }),
});

const serverToolResult = block({
  content: required(anything),
  tool_use_id: required(serverToolUseId),
  caller,
  ...mark,
});

export const toolChangeBlocks: Readonly<Record<string, Variant>> = {
  tool_addition: gated({ check: dictionary }, betaGates.inlineTools),
  tool_removal: gated({ check: dictionary }, betaGates.inlineTools),
};

export const systemText: Check = tagged({ text: textBlock });

export const contentBlock: Check = tagged({
  text: textBlock,
  image: imageBlock,
  document: documentBlock,
  search_result: searchResultBlock,
  thinking: block({ thinking: required(text), signature: required(text) }),
  redacted_thinking: block({ data: required(text) }),
  tool_use: block({
    id: required(toolUseId),
    name: required(matching(/^[a-zA-Z0-9_-]{1,200}$/)),
    input: required(dictionary),
    ...mark,
    caller,
    toolset_name: optional(nullable(text)),
  }),
  tool_result: block({
    tool_use_id: required(toolUseId),
    content: optional(textOr(list(toolResultContent))),
    is_error: optional(flag),
    ...mark,
    toolset_name: optional(nullable(text)),
  }),
  server_tool_use: block({
    id: required(serverToolUseId),
    name: required(text),
    input: required(dictionary),
    ...mark,
    caller,
  }),
  web_search_tool_result: serverToolResult,
  web_fetch_tool_result: serverToolResult,
  code_execution_tool_result: serverToolResult,
  bash_code_execution_tool_result: serverToolResult,
  text_editor_code_execution_tool_result: serverToolResult,
  tool_search_tool_result: serverToolResult,
  container_upload: block({ file_id: required(text), ...mark }),
  mcp_tool_use: gated(
    block({
      id: required(text),
      name: required(text),
      server_name: required(text),
      input: required(anything),
      ...mark,
    }),
    betaGates.mcp,
  ),
  mcp_tool_result: gated({ check: dictionary }, betaGates.mcp),
  mcp_tool_listing: gated({ check: dictionary }, betaGates.mcp),
  advisor_tool_result: gated({ check: dictionary }, betaGates.advisor),
  compaction: gated(
    block({
      content: optional(nullable(text)),
      encrypted_content: optional(nullable(text)),
      signature: optional(nullable(text)),
      tool_changes: optional(nullable(list(anything))),
      ...mark,
    }),
    betaGates.compaction,
  ),
  fallback: gated({ check: dictionary }, betaGates.fallback),
  ...toolChangeBlocks,
});
