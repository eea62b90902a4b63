/** The fields of a chat request that the translator reads. All others are dropped. */

export const knownFields: ReadonlySet<string> = new Set(
  (
    'model messages stream stream_options cache_control prompt_cache_key prompt_cache_options prompt_cache_retention ' +
    'max_tokens max_completion_tokens temperature top_p top_k n stop user safety_identifier metadata store service_tier ' +
    'verbosity seed logprobs top_logprobs logit_bias presence_penalty frequency_penalty prediction moderation modalities ' +
    'audio reasoning_effort reasoning thinking response_format tools tool_choice parallel_tool_calls functions ' +
    'function_call web_search_options betas anthropic_beta mcp_servers context_management speed inference_geo container ' +
    'fallbacks'
  ).split(' '),
);
