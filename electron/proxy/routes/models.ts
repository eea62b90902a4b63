/** `GET /v1/models` and `/v1/models/{id}`: the upstream's models in the client's API shape. */

import { RequestRefused } from '#shared/errors.ts';
import type { LiveModel } from '#shared/models/live-models.ts';
import { chooseModel } from '#shared/models/choose-model.ts';
import { codexModel, type CodexModel } from '#shared/models/codex-models.ts';
import { retirementError } from '#shared/models/model-lifecycle.ts';
import { profileFor } from '#shared/models/profile-for.ts';
import { nearestModels } from '#shared/models/nearest-models.ts';
import { rulesDate } from '#shared/models/rules.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { builtInModels, suggestedIds } from '../upstream/models/listed-models.ts';
import { speaksAnthropic } from '../http/error-response.ts';
import type { ProxyDeps, Route } from '../http/proxy-deps.ts';
import { sendJson, type RequestContext } from '../http/request-context.ts';

export const listModels: Route = async (context, _body, deps) => {
  const { models, headers } = await readModels(deps);
  if (speaksAnthropic(context.request)) {
    sendJson(context, 200, anthropicPage(models.map(anthropicModel), context.request.url ?? ''), headers);
    return;
  }
  const listed = withAliases(models, context.settings);
  const catalog = isCodex(context) ? { models: codexCatalog(listed, context.settings, deps) } : {};
  sendJson(context, 200, { object: 'list', data: listed.map(openaiModel), ...catalog }, headers);
};

/** Codex's discovery of models names its version, and reads `models` beside OpenAI's list. */
function isCodex({ request }: RequestContext): boolean {
  return new URLSearchParams((request.url ?? '').split('?')[1]).has('client_version');
}

/** The configured model first: it is the default. */
function codexCatalog(listed: readonly LiveModel[], settings: Settings, deps: ProxyDeps): readonly CodexModel[] {
  const ordered = [...listed].toSorted((a, b) => Number(b.id === settings.model) - Number(a.id === settings.model));
  return ordered.map(({ id, display_name: name }, index) => {
    const { model } = chooseModel(id, settings);
    const profile = profileFor(model, deps.modelList.find(model), deps.learnedRules.of(model));
    return codexModel(id, name ?? id, profile, index + 1);
  });
}

export const retrieveModel: Route = async (context, _body, deps) => {
  const path = (context.request.url ?? '').replace(/\?.*$/, '');
  const id = decodeId(path.slice(path.lastIndexOf('/models/') + '/models/'.length));
  const { models, headers } = await readModels(deps);
  const anthropic = speaksAnthropic(context.request);
  const found = (anthropic ? models : withAliases(models, context.settings)).find((model) => model.id === id);
  if (found !== undefined) {
    sendJson(context, 200, anthropic ? anthropicModel(found) : openaiModel(found), headers);
    return;
  }
  const retired = retirementError(id, deps.now());
  const near = nearestModels(id, suggestedIds(deps));
  const nearest = near.length === 0 ? '' : `Nearest: ${near.join(', ')}. `;
  throw new RequestRefused({
    status: 404,
    code: 'model_not_found',
    param: 'model',
    message: retired === null ? `The model ${id.slice(0, 128)} does not exist.` : `${retired.message}.`,
    hint: `${retired?.hint ?? nearest}${retired === null ? '' : ' '}Any other name in a request is answered by ${chooseModel(id, context.settings).model}.`,
  });
};

/**
 * One page by the request's query; all models without `limit`.
 * https://platform.claude.com/docs/en/api/models-list
 */
function anthropicPage(models: readonly LiveModel[], url: string): object {
  const query = new URL(url, 'http://localhost').searchParams;
  const indexOf = (name: string): number => models.findIndex(({ id }) => id === query.get(name));
  const limit = /^[1-9]\d{0,3}$/.test(query.get('limit') ?? '') ? Number(query.get('limit')) : models.length;
  const before = indexOf('before_id');
  const rest = models.slice(indexOf('after_id') + 1, before === -1 ? models.length : before);
  // `before_id`: the page directly in front of the cursor.
  const data = before === -1 ? rest.slice(0, limit) : rest.slice(-limit);
  const ends = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  return { data, has_more: data.length < rest.length, ...ends };
}

async function readModels(deps: ProxyDeps): Promise<{ models: readonly LiveModel[]; headers: Record<string, string> }> {
  const live = await deps.modelList.list();
  if (live !== null && live.length > 0) return { models: live, headers: { 'x-dragoman-models': 'upstream' } };
  const models = builtInModels(deps.now());
  return { models, headers: { 'x-dragoman-models': `built-in list of ${rulesDate}; the upstream could not be asked` } };
}

/** The upstream's models, then all aliases of the settings. */
function withAliases(models: readonly LiveModel[], settings: Settings): readonly LiveModel[] {
  const names = new Set(models.map((model) => model.id));
  const extra = [settings.model, ...Object.keys(settings.aliases)].filter((name) => !names.has(name));
  return [...models, ...[...new Set(extra)].map((id): LiveModel => ({ id }))];
}

/** Specification of OpenAI's `Model`; `created` in epoch seconds, 0 when unknown. */
function openaiModel(model: LiveModel): { id: string; object: 'model'; created: number; owned_by: string } {
  const created = Date.parse(model.created_at ?? '');
  return {
    id: model.id,
    object: 'model',
    created: Number.isNaN(created) ? 0 : Math.floor(created / 1000),
    owned_by: 'anthropic',
  };
}

function anthropicModel(model: LiveModel): LiveModel & { type: 'model' } {
  return { display_name: model.id, created_at: '1970-01-01T00:00:00Z', ...model, type: 'model' };
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
