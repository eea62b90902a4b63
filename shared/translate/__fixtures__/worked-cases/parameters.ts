/** Worked cases: parameters except messages, tools, reasoning and response_format. */

import { assistant, system, text, tool, user } from './parts.ts';
import type { WorkedRequest } from './worked-case.ts';

const marked = (value: string, more: object = {}): object => text(value, { cache_control: { type: 'ephemeral', ...more } });

const sampling: readonly WorkedRequest[] = [
  {
    name: 'temperature above 1 becomes 1 on an older model',
    ask: { model: 'claude-sonnet-4-5', temperature: 1.7 },
    sent: { temperature: 1 },
    notes: ['temperature-clamped'],
  },
  {
    name: 'temperature is dropped on newer models',
    ask: { model: 'claude-opus-4-7', temperature: 0, top_p: 0.5, top_k: 5 },
    absent: ['temperature', 'top_p', 'top_k'],
    notes: ['temperature-dropped', 'top-p-dropped', 'top-k-dropped'],
  },
  { name: 'a temperature of 1 is omitted without a note', ask: { temperature: 1 }, absent: ['temperature'] },
  {
    name: 'temperature wins over top_p',
    ask: { model: 'claude-sonnet-4-5', temperature: 0.2, top_p: 0.4 },
    sent: { temperature: 0.2 },
    absent: ['top_p'],
    notes: ['top-p-dropped'],
  },
  {
    name: 'with thinking, top_p stays from 0.95',
    ask: { model: 'claude-sonnet-4-5', reasoning_effort: 'low', temperature: 0.5, top_p: 0.97 },
    sent: { top_p: 0.97 },
    absent: ['temperature'],
  },
  {
    name: 'version 2026-10-21 drops all sampling fields',
    ask: { model: 'claude-sonnet-4-6', temperature: 1 },
    settings: { anthropicVersion: '2026-10-21' },
    absent: ['temperature'],
  },
];

const limits: readonly WorkedRequest[] = [
  { name: 'a limit is filled in', ask: {}, sent: { max_tokens: 21_333 }, notes: ['max-tokens-defaulted'] },
  { name: 'a larger one for a stream', ask: { stream: true }, sent: { max_tokens: 32_000 } },
  {
    name: 'max_completion_tokens wins, clamped to the model’s limit',
    ask: { model: 'claude-haiku-4-5', max_tokens: 10, max_completion_tokens: 999_999 },
    sent: { max_tokens: 64_000 },
    notes: ['max-tokens-clamped'],
  },
  { name: 'zero is no limit', ask: { max_tokens: 0 }, refused: { code: 'invalid_value', param: 'max_tokens' } },
  {
    name: 'blank stop sequences are dropped, duplicates merged',
    ask: { stop: ['END', '\n', ' ', null, 'END'] },
    sent: { stop_sequences: ['END'] },
    notes: ['stop-dropped'],
  },
  { name: 'one stop sequence is a list of one', ask: { stop: 'END' }, sent: { stop_sequences: ['END'] } },
  { name: 'a list without sequences is omitted', ask: { stop: [' ', null] }, absent: ['stop_sequences'] },
  { name: 'n above 1 is refused', ask: { n: 2 }, refused: { code: 'unsupported_value', param: 'n' } },
  { name: 'n of 1 is omitted', ask: { n: 1 }, absent: ['n'] },
];

const ignored: readonly WorkedRequest[] = [
  {
    name: 'logprobs is noted',
    ask: { logprobs: true, top_logprobs: 2 },
    absent: ['logprobs', 'top_logprobs'],
    notes: ['logprobs-dropped'],
  },
  {
    name: 'logprobs is refused in strict mode',
    ask: { logprobs: true },
    settings: { strict: true },
    refused: { code: 'unsupported_value', param: 'logprobs' },
  },
  {
    name: 'unsupported fields are dropped with a note each',
    ask: { seed: 1, logit_bias: { 1: 2 }, presence_penalty: 0.5, prediction: { type: 'content', content: 'x' } },
    absent: ['seed', 'logit_bias', 'presence_penalty', 'prediction'],
    notes: ['seed-dropped', 'logit-bias-dropped', 'presence-penalty-dropped', 'prediction-dropped'],
  },
  {
    name: 'modalities audio is refused',
    ask: { modalities: ['text', 'audio'], audio: { voice: 'x', format: 'mp3' } },
    refused: { code: 'unsupported_value', param: 'modalities' },
  },
  { name: 'an unknown field is dropped', ask: { foo: 1 }, absent: ['foo'], notes: ['unknown-field-dropped'] },
  { name: 'metadata and store are not sent', ask: { store: true, metadata: { a: 'b' } }, absent: ['store', 'metadata'] },
];

const people: readonly WorkedRequest[] = [
  { name: 'a plain user id is passed on', ask: { user: 'u-1' }, sent: { 'metadata.user_id': 'u-1' } },
  {
    name: 'user: an e-mail address is hashed',
    ask: { user: 'bob@example.com' },
    sent: { 'metadata.user_id': '5ff860bf1190596c7188ab851db691f0f3169c453936e9e1eba2f9a47f7a0018' },
    notes: ['user-hashed'],
  },
  {
    name: 'user: a phone number is hashed',
    ask: { user: '+49 170 1234567' },
    sent: { 'metadata.user_id': 'cdbb568f5dc8fe5cd9bc2ebd65796f299d1a34f507133e3d3826a3513fba9d1c' },
  },
  {
    name: 'safety_identifier wins over user',
    ask: { user: 'u', safety_identifier: 's' },
    sent: { 'metadata.user_id': 's' },
  },
  { name: 'service_tier default becomes standard_only', ask: { service_tier: 'default' }, sent: { service_tier: 'standard_only' } },
  {
    name: 'an unknown service_tier becomes auto',
    ask: { service_tier: 'flex' },
    sent: { service_tier: 'auto' },
    notes: ['service-tier-approximated'],
  },
];



const caching: readonly WorkedRequest[] = [
  {
    name: 'prompt_cache_breakpoint is the only mark',
    ask: {
      prompt_cache_options: { mode: 'explicit' },
      messages: [system([text('long', { prompt_cache_breakpoint: { mode: 'explicit' } })]), user('x')],
    },
    settings: { promptCaching: true },
    sent: { system: [marked('long')], messages: [user([text('x')])] },
  },
  {
    name: 'of more than four cache_control marks the last four stay',
    ask: { messages: [user(['0', '1', '2', '3', '4', '5'].map((value) => marked(value)))] },
    sent: { 'messages[0].content': [text('0'), text('1'), marked('2'), marked('3'), marked('4'), marked('5')] },
    notes: ['cache-breakpoints-dropped'],
  },
  {
    name: 'ttl 1h after 5m becomes 5m',
    ask: { messages: [user([marked('a'), marked('b', { ttl: '1h' })])] },
    sent: { 'messages[0].content': [marked('a'), marked('b')] },
    notes: ['cache-ttl-shortened'],
  },
  {
    name: 'cache_control on a message moves to its last block',
    ask: { messages: [{ role: 'system', content: 'S', cache_control: { type: 'ephemeral' } }, user('x')] },
    sent: { system: [marked('S')] },
  },
  {
    name: 'ttl 30m becomes 1h',
    ask: { prompt_cache_options: { ttl: '30m' }, tools: [tool('a')] },
    settings: { promptCaching: true },
    sent: { 'tools[0].cache_control.ttl': '1h' },
  },
  {
    name: 'cache_control on tools, system prompt and last turn of a long prompt',
    ask: { tools: [tool('a')], messages: [system('S'), user('1'), assistant('2'), user('3')] },
    settings: { promptCaching: true },
    sent: {
      'tools[0].cache_control': { type: 'ephemeral' },
      'system[0].cache_control': { type: 'ephemeral' },
      'messages[2].content[0].cache_control': { type: 'ephemeral' },
    },
    absent: ['messages[0].content[0].cache_control'],
  },
  {
    name: 'no cache_control on a single question',
    ask: { messages: [system('S'), user('1')] },
    settings: { promptCaching: true },
    absent: ['system[0].cache_control', 'messages[0].content[0].cache_control'],
  },
];

const extensions: readonly WorkedRequest[] = [
  {
    name: 'the thinking field',
    ask: { model: 'claude-sonnet-4-5', thinking: { type: 'enabled', budget_tokens: 5000 } },
    sent: { thinking: { type: 'enabled', budget_tokens: 5000 } },
  },
  { name: 'fast where the model has it', ask: { speed: 'fast' }, sent: { speed: 'fast' } },
  {
    name: 'speed on a model without fast mode',
    ask: { model: 'claude-sonnet-4-6', speed: 'fast' },
    absent: ['speed'],
    notes: ['speed-dropped'],
  },
  {
    name: 'mcp_servers is passed on with its beta',
    ask: { mcp_servers: [{ type: 'url', url: 'https://mcp.example.com', name: 'm' }] },
    sent: { 'mcp_servers[0].name': 'm' },
  },
];

export const parameterCases = [
  ...sampling,
  ...limits,
  ...ignored,
  ...people,
  ...caching,
  ...extensions,
];
