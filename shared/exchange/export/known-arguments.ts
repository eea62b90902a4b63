/**
 * Keyword arguments that the Python SDKs name; all other fields of a body go through `extra_body`, or Python refuses the call.
 * Source: the resource methods of the `openai` and `anthropic` packages.
 */

const common = ['model', 'metadata', 'stream', 'temperature', 'top_p', 'tools', 'tool_choice', 'service_tier'];

const chat = [
  ...common,
  'messages',
  'audio',
  'frequency_penalty',
  'function_call',
  'functions',
  'logit_bias',
  'logprobs',
  'max_completion_tokens',
  'max_tokens',
  'modalities',
  'n',
  'parallel_tool_calls',
  'prediction',
  'presence_penalty',
  'prompt_cache_key',
  'prompt_cache_retention',
  'reasoning_effort',
  'response_format',
  'safety_identifier',
  'seed',
  'stop',
  'store',
  'stream_options',
  'top_logprobs',
  'user',
  'verbosity',
  'web_search_options',
];

const responses = [
  ...common,
  'background',
  'conversation',
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'parallel_tool_calls',
  'previous_response_id',
  'prompt',
  'prompt_cache_key',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'store',
  'stream_options',
  'text',
  'top_logprobs',
  'truncation',
  'user',
];

const completions = [
  'model',
  'prompt',
  'best_of',
  'echo',
  'frequency_penalty',
  'logit_bias',
  'logprobs',
  'max_tokens',
  'n',
  'presence_penalty',
  'seed',
  'stop',
  'stream',
  'stream_options',
  'suffix',
  'temperature',
  'top_p',
  'user',
];

const messages = [
  'model',
  'messages',
  'max_tokens',
  'metadata',
  'service_tier',
  'stop_sequences',
  'stream',
  'system',
  'thinking',
  'tool_choice',
  'tools',
];

const countTokens = ['model', 'messages', 'system', 'thinking', 'tool_choice', 'tools'];

export const knownArguments = {
  'chat.completions': new Set(chat),
  responses: new Set(responses),
  completions: new Set(completions),
  messages: new Set(messages),
  count_tokens: new Set(countTokens),
} as const;
