/**
 * Caches the upstream's model list and refreshes it in the background. Requests use the cached data and never wait;
 * only `GET /v1/models` does.
 */

import type { KeyService } from '#electron/services.ts';
import { parseBounded } from '#shared/json/bounded-json.ts';
import type { LiveModel } from '#shared/models/live-models.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { resourceUrl } from '../resource-url.ts';
import { modelListPage } from '../response-limits.ts';
import type { Upstream } from '../upstream-client.ts';
import { upstreamHeaders } from '../request-headers.ts';

const FRESH_MS = 10 * 60_000;
/** Retry delay after a failure. */
const RETRY_MS = 30_000;
const MODEL_LIST_TIMEOUT_MS = 15_000;
const MAX_PAGES = 10;
/** Ten times what the largest gateways list. */
const MAX_MODELS = 10_000;
/** In characters; names of models have up to 60, with the path of a gateway in encoder. */
const MAX_MODEL_ID = 256;

export interface ModelList {
  /** The cached data of one model; starts a refresh when it is stale. */
  find(modelId: string): LiveModel | undefined;
  /** The cached data of all models. */
  known(): readonly LiveModel[];
  /** All models of the upstream, or null when it is unreachable. */
  list(): Promise<readonly LiveModel[] | null>;
  /** Endpoint or key changed: invalidates the cache. */
  forget(): void;
}

export interface ModelListOptions {
  readonly settings: () => Settings;
  readonly key: KeyService;
  readonly upstream: Upstream;
  readonly userAgent: string;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

export function createModelList(options: ModelListOptions): ModelList {
  const now = options.now ?? (() => performance.now());
  let known: ReadonlyMap<string, LiveModel> | null = null;
  let askAgainAt = 0;
  let asking: Promise<void> | null = null;
  let generation = 0;

  async function refresh(): Promise<void> {
    const started = generation;
    const models = await askAll(options).catch(() => null);
    if (started !== generation) return;
    if (models !== null) known = new Map(models.map((model) => [model.id, model]));
    askAgainAt = now() + (models === null ? RETRY_MS : FRESH_MS);
  }

  function refreshIfOld(): Promise<void> {
    if (now() < askAgainAt) return Promise.resolve();
    asking ??= refresh().finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    find(modelId) {
      void refreshIfOld();
      return known?.get(modelId);
    },
    known: () => [...(known?.values() ?? [])],
    async list() {
      await refreshIfOld();
      return known === null ? null : [...known.values()];
    },
    forget() {
      generation += 1;
      known = null;
      askAgainAt = 0;
      asking = null;
    },
  };
}

async function askAll({ settings, key, upstream, userAgent }: ModelListOptions): Promise<LiveModel[] | null> {
  // Read once: the key is bound to this endpoint even if the settings change meanwhile.
  const { endpoint, translation } = settings();
  const secret = await key.read(endpoint);
  if (secret === null) return null;
  const headers = upstreamHeaders({
    key: secret,
    anthropicVersion: translation.anthropicVersion,
    betas: [],
    accept: 'application/json',
    userAgent,
  });
  const models: LiveModel[] = [];
  let after = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const url = resourceUrl(
      endpoint,
      'models',
      `limit=1000${after === '' ? '' : `&after_id=${encodeURIComponent(after)}`}`,
    );
    const upstreamResponse = await upstream.send({
      method: 'GET',
      url,
      headers,
      body: null,
      signal: AbortSignal.timeout(MODEL_LIST_TIMEOUT_MS),
      longest: modelListPage,
    });
    if (upstreamResponse.status !== 200) {
      upstreamResponse.discard();
      return null;
    }
    const listed = readPage(await upstreamResponse.text());
    if (listed === null) return null;
    for (const model of listed.models) models.push(model);
    if (listed.next === null || models.length >= MAX_MODELS) break;
    after = listed.next;
  }
  return models;
}

/** One page of the Models API. Entries without an id are dropped; any other field may be missing. */
function readPage(text: string): { models: LiveModel[]; next: string | null } | null {
  const value = parseBounded(text);
  if (typeof value !== 'object' || value === null || !('data' in value) || !Array.isArray(value.data)) return null;
  const page: { data: unknown[]; has_more?: unknown; last_id?: unknown } = { ...value, data: value.data };
  const next = page.has_more === true && isModelId(page.last_id) ? page.last_id : null;
  return { models: page.data.filter(isLiveModel), next };
}

// Only the id is sure: `mergeLive` treats every other field as possibly absent.
function isLiveModel(value: unknown): value is LiveModel {
  return typeof value === 'object' && value !== null && 'id' in value && isModelId(value.id);
}

function isModelId(id: unknown): id is string {
  return typeof id === 'string' && id.length <= MAX_MODEL_ID;
}
