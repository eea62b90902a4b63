/** Shape, betas, limits, media and caching: for each rule a request that passes and one that does not. */

import { cached, call, image, look, loop, opus55, png, system, text, user } from './requests.ts';
import type { Case } from './requests.ts';

export const shape: readonly Case[] = [
  {
    rule: 'max_tokens is required',
    accepted: {},
    refused: { max_tokens: undefined },
    text: 'max_tokens: Field required',
  },
  {
    rule: 'an unknown field',
    accepted: { stream: true },
    refused: { n: 1 },
    text: 'n: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in metadata',
    accepted: { metadata: { user_id: 'u1' } },
    refused: { metadata: { trace: 'x' } },
    text: 'metadata.trace: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in a message',
    accepted: null,
    refused: { messages: [{ ...user(), name: 'Ann' }] },
    text: 'messages.0.name: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in a block',
    accepted: { messages: [user([text('a')])] },
    refused: { messages: [user([text('a', { id: 'x' })])] },
    text: 'messages.0.content.0.text.id: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in a tool',
    accepted: { tools: [look] },
    refused: { tools: [{ ...look, parameters: {} }] },
    text: 'tools.0.custom.parameters: Extra inputs are not permitted',
  },
  {
    rule: 'an unknown field in tool_choice',
    accepted: { tools: [look], tool_choice: { type: 'none' } },
    refused: { tools: [look], tool_choice: { type: 'none', disable_parallel_tool_use: true } },
    text: 'tool_choice.none.disable_parallel_tool_use: Extra inputs are not permitted',
  },
  {
    rule: 'tool_choice is an object',
    accepted: { tools: [look], tool_choice: { type: 'auto' } },
    refused: { tools: [look], tool_choice: 'auto' },
    text: 'tool_choice: Input should be an object',
  },
  {
    rule: 'a null temperature',
    accepted: { temperature: 1 },
    refused: { temperature: null },
    text: 'temperature: Input should be a valid number',
  },
  {
    rule: 'an unknown role',
    accepted: null,
    refused: { messages: [{ role: 'developer', content: 'x' }] },
    text: 'messages: Unexpected role "developer". Allowed roles are "user" or "assistant"',
  },
  {
    rule: 'an unknown block',
    accepted: null,
    refused: { messages: [user([{ type: 'image_url' }])] },
    text: "messages.0.content.0: Input tag 'image_url' found using 'type' does not match",
  },
  {
    rule: 'a tool name',
    accepted: null,
    refused: { tools: [{ ...look, name: 'a b' }] },
    text: "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
  },
  {
    rule: 'a tool id',
    accepted: null,
    refused: loop({ ...call('a'), id: 'a.b' }),
    text: "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  },
  {
    rule: 'tool input is an object',
    accepted: loop(call('a')),
    refused: loop({ ...call('a'), input: '{}' }),
    text: 'messages.1.content.0.tool_use.input: Input should be an object',
  },
  {
    rule: 'an image type',
    accepted: null,
    refused: { messages: [user([image('aaaa', 'image/bmp')])] },
    text: "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
  },
  {
    rule: 'service_tier',
    accepted: { service_tier: 'auto' },
    refused: { service_tier: 'flex' },
    text: "service_tier: Input should be 'auto' or 'standard_only'",
  },
];

export const betas: readonly Case[] = [
  {
    rule: 'an unknown beta',
    accepted: null,
    refused: {},
    options: { betas: ['dreams-2030-01-01'] },
    text: 'Unexpected value(s) `dreams-2030-01-01` for the `anthropic-beta` header.',
  },
  {
    rule: 'block_binding without its beta',
    accepted: null,
    refused: { ...opus55, thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } } },
    text: 'thinking.adaptive.block_binding: Extra inputs are not permitted',
  },
  {
    rule: 'mcp_servers without its beta',
    accepted: null,
    refused: { mcp_servers: [] },
    text: 'mcp_servers: Extra inputs are not permitted',
  },
  {
    rule: 'an effort within the conversation without its beta',
    accepted: null,
    refused: { messages: [user(), system([], { output_config: { effort: 'low' } })] },
    text: 'messages.1.output_config: Extra inputs are not permitted',
  },
];

export const limits: readonly Case[] = [
  {
    rule: 'more output than the model gives',
    accepted: { max_tokens: 128_000 },
    refused: { max_tokens: 128_001 },
    text: 'max_tokens: 128001 > 128000, which is the maximum allowed number of output tokens for claude-opus-4-8',
  },
  {
    rule: 'a stream without output',
    accepted: { max_tokens: 0 },
    refused: { max_tokens: 0, stream: true },
    text: 'max_tokens: 0 may not be used together with `stream`',
  },
  {
    rule: 'a blank stop sequence',
    accepted: { stop_sequences: ['END'] },
    refused: { stop_sequences: ['\n'] },
    text: 'stop_sequences: each stop sequence must contain non-whitespace',
  },
  {
    rule: 'an e-mail address as user id',
    accepted: null,
    refused: { metadata: { user_id: 'ann@example.org' } },
    text: 'metadata.user_id: user_id appears to contain an email address',
  },
  { rule: 'fast mode', accepted: null, refused: { speed: 'fast' }, text: 'speed: Extra inputs are not permitted' },
];

export const media: readonly Case[] = [
  {
    rule: 'an image that is of another type',
    accepted: { messages: [user([image(png(10, 10))])] },
    refused: { messages: [user([image(png(10, 10), 'image/jpeg')])] },
    text: 'messages.0.content.0.image.source.base64: The image was specified using the image/jpeg media type, but the image appears to be a image/png image',
  },
  {
    rule: 'an image with too many pixels',
    accepted: { messages: [user([image(png(8000, 10))])] },
    refused: { messages: [user([image(png(8001, 10))])] },
    text: 'At least one of the image dimensions exceed max allowed size: 8000 pixels',
  },
  {
    rule: 'many images with many pixels',
    accepted: { messages: [user(Array.from({ length: 20 }, () => image(png(2001, 10))))] },
    refused: { messages: [user(Array.from({ length: 21 }, () => image(png(2001, 10))))] },
    text: 'for many-image requests: 2000 pixels',
  },
  {
    rule: 'data that is not base64',
    accepted: null,
    refused: { messages: [user([image('data:image/png;base64,AAAA')])] },
    text: 'messages.0.content.0.image.source.base64.data: Input should be valid base64',
  },
  {
    rule: 'an image over http',
    accepted: { messages: [user([{ type: 'image', source: { type: 'url', url: 'https://x.example/a.png' } }])] },
    refused: { messages: [user([{ type: 'image', source: { type: 'url', url: 'http://x.example/a.png' } }])] },
    text: 'Only HTTPS URLs are supported.',
  },
  {
    rule: 'a PDF that is none',
    accepted: {
      messages: [
        user([
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: Buffer.from('%PDF-1.7').toString('base64') },
          },
        ]),
      ],
    },
    refused: {
      messages: [user([{ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } }])],
    },
    text: 'The PDF specified was not valid.',
  },
];

export const caching: readonly Case[] = [
  {
    rule: 'five cache marks',
    accepted: { ...cached(), messages: [user([text('a', cached()), text('b', cached()), text('c', cached())])] },
    refused: { ...cached(), messages: [user(['a', 'b', 'c', 'd'].map((value) => text(value, cached())))] },
    text: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  },
  {
    rule: 'two lifetimes for the last block',
    accepted: { ...cached('5m'), messages: [user([text('a', cached())])] },
    refused: { ...cached(), messages: [user([text('a', cached('1h'))])] },
    text: 'cache_control: the last block has a cache_control of its own with a different ttl.',
  },
  {
    rule: 'a long mark after a short one',
    accepted: { tools: [{ ...look, ...cached('1h') }], messages: [user([text('a', cached())])] },
    refused: { tools: [{ ...look, ...cached() }], messages: [user([text('a', cached('1h'))])] },
    text: "messages.0.content.0.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
  },
];
