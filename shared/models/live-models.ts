/** Capabilities that the upstream reports for a model (`GET /v1/models`), and how they override a profile. */

import type Anthropic from '@anthropic-ai/sdk';
import type { Effort, ModelProfile, ThinkingType } from './profile.ts';

/** One entry of `GET /v1/models` as received: any field may be missing or null on other platforms and older versions. */
export type LiveModel = Pick<Anthropic.ModelInfo, 'id'> & Partial<Omit<Anthropic.ModelInfo, 'id'>>;

type Support = { readonly supported?: boolean } | null | undefined;

const efforts: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];
const thinkingTypes: readonly ThinkingType[] = ['adaptive', 'enabled', 'disabled', 'between_tools'];

/**
 * Live data overrides what the endpoint reports: limits, thinking types, effort levels, structured outputs, input kinds, web
 * search, lifecycle. What it does not report (sampling, prefill, forced tools, mid-conversation system, displays) stays.
 * Source: Models API reference, `ModelInfo.capabilities`.
 */
export function mergeLive(profile: ModelProfile, live: LiveModel): ModelProfile {
  const capabilities = live.capabilities;
  const limits = {
    known: true,
    maxOutputTokens: live.max_tokens ?? profile.maxOutputTokens,
    contextTokens: live.max_input_tokens ?? profile.contextTokens,
    ...mergeLifecycle(profile, live),
  };
  if (capabilities === null || capabilities === undefined) return { ...profile, ...limits };
  return {
    ...profile,
    ...limits,
    thinking: mergeThinking(profile, capabilities.thinking),
    effort: mergeEffort(profile, capabilities.effort),
    structuredOutputs: says(capabilities.structured_outputs, profile.structuredOutputs),
    strictTools: says(capabilities.structured_outputs, profile.strictTools),
    imageInput: says(capabilities.image_input, profile.imageInput),
    pdfInput: says(capabilities.pdf_input, profile.pdfInput),
    webSearch: says(capabilities.server_tools?.web_search, profile.webSearch),
  };
}

/** Null as the day of retirement means that none is scheduled; a list without lifecycles says nothing. */
function mergeLifecycle(profile: ModelProfile, live: LiveModel): Pick<ModelProfile, 'lifecycle' | 'retiresOn'> {
  const { lifecycle, retires_at: retires } = live;
  if (lifecycle === undefined) return { lifecycle: profile.lifecycle, retiresOn: profile.retiresOn };
  if (lifecycle === 'active') return { lifecycle, retiresOn: null };
  if (retires === undefined) return { lifecycle, retiresOn: profile.retiresOn };
  const day = /^\d{4}-\d{2}-\d{2}/.exec(retires ?? '')?.[0];
  return { lifecycle, retiresOn: day ?? null };
}

function says(support: Support, otherwise: boolean): boolean {
  return support?.supported ?? otherwise;
}

function mergeThinking(
  profile: ModelProfile,
  live: Partial<Anthropic.ThinkingCapability> | null | undefined,
): ModelProfile['thinking'] {
  const reported = live?.types;
  if (reported === null || reported === undefined) return profile.thinking;
  const types = thinkingTypes.filter((type) => says(reported[type], profile.thinking.types.includes(type)));
  const canBeOff = types.includes('disabled');
  return {
    ...profile.thinking,
    types,
    // The endpoint reports whether `disabled` exists, not at which effort: a known limit stays, an unknown one is assumed.
    disabled: !canBeOff ? 'rejected' : profile.thinking.disabled === 'allowed' ? 'allowed' : 'effort<=high',
  };
}

function mergeEffort(
  profile: ModelProfile,
  live: Partial<Anthropic.EffortCapability> | null | undefined,
): ModelProfile['effort'] {
  if (live === null || live === undefined) return profile.effort;
  if (live.supported === false) return { levels: [], default: null };
  const levels = efforts.filter((level) => says(live[level], profile.effort.levels.includes(level)));
  return { levels, default: profile.effort.default };
}
