/**
 * Fields of the Messages API that clients add to an OpenAI request (`extra_body`): a short list goes upstream unchanged, with the
 * beta it needs; all unknown fields are left out, because the API answers an unknown field with a 400.
 */

import { addBeta } from '../core/beta-headers.ts';
import { sendable } from '../content/sendable-json.ts';
import type { Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset, traceCopy } from '../core/draft-field.ts';
import { dropRefusedField, isRefusedField } from '../core/refused-field.ts';

import { applyContextManagement } from './context-management.ts';
import { applyMcpServers } from './mcp-servers.ts';

/** Sets `betas`, `speed`, `mcp_servers` and the like. */
export function applyAnthropicParams(draft: Draft): void {
  applyBetas(draft);
  applySpeed(draft);
  applyMcpServers(draft);
  applyContextManagement(draft);
  pass(draft, 'inference_geo');
  pass(draft, 'container', (container) => {
    if (typeof container === 'object') addBeta(draft, 'skills-2025-10-02');
  });
  pass(draft, 'fallbacks', () => addBeta(draft, 'server-side-fallback-2026-07-01'));
}

type PassedField = 'inference_geo' | 'container' | 'fallbacks';

/** Copies the value by reference: the API checks its form, and the types differ only in looseness. */
function pass(draft: Draft, field: PassedField, before?: (value: unknown) => void): void {
  const value = draft.request[field];
  if (isUnset(value)) return;
  if (isRefusedField(draft, field)) return dropRefusedField(draft, field, field);
  before?.(value);
  Object.assign(draft.body, { [field]: sendable(value, field) });
  traceCopy(draft, field, draft.body, field);
}

/** A beta is a token of the header: anything that could end the token is left out. */
const betaToken = /^[\w.-]+$/;

function applyBetas(draft: Draft): void {
  const { betas, anthropic_beta: spelled } = draft.request;
  const account = (from: string, beta: string): void => {
    if (betaToken.test(beta)) {
      draft.context.tracer?.drop(from, 'It goes into the anthropic-beta header.');
      addBeta(draft, beta, from);
    } else if (beta === '') ignoreField(draft, from, 'It is empty.');
    else dropField(draft, from, 'beta-dropped', 'It is not a valid beta name.');
  };
  if (typeof spelled === 'string') {
    const names = spelled.split(',').map((name) => name.trim());
    ignoreField(draft, 'anthropic_beta', 'It goes into the anthropic-beta header.');
    for (const name of names) if (betaToken.test(name)) addBeta(draft, name, 'anthropic_beta');
  } else for (const [index, beta] of (spelled ?? []).entries()) account(`anthropic_beta[${index}]`, beta);
  for (const [index, beta] of (betas ?? []).entries()) account(`betas[${index}]`, beta);
}

function applySpeed(draft: Draft): void {
  const { request, context, body } = draft;
  if (isUnset(request.speed)) return;
  if (request.speed === 'fast' && context.profile.fastMode) {
    body.speed = 'fast';
    addBeta(draft, 'fast-mode-2026-02-01');
    traceCopy(draft, 'speed', body, 'speed');
  } else if (request.speed === 'standard') ignoreField(draft, 'speed', 'It is the default.');
  else dropField(draft, 'speed', 'speed-dropped', `${context.model} has no such speed.`);
}
