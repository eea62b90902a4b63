/** The single-valued fields of a request: limits, stop sequences, user, service tier, verbosity, unsupported fields, extensions. */

import { addNote, type Draft } from '../core/request-draft.ts';
import { applyAnthropicParams } from './anthropic-params.ts';
import { dropField, ignoreField, isUnset, addUnreadableNote } from '../core/draft-field.ts';
import { applyMaxTokens } from '../generation/max-tokens.ts';
import { requestedChoices } from '../response/multiple-choices.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import { applyUnsupported } from './unsupported-params.ts';
import { dropRefusedField, isRefusedField } from '../core/refused-field.ts';
import { applyUser } from './metadata-user-id.ts';

/** @throws RequestRefused for what must not be dropped: several choices, audio, a limit below 1 */
export function applyScalars(draft: Draft): void {
  applyChoiceCount(draft);
  applyMaxTokens(draft);
  applyStop(draft);
  applyUser(draft);
  applyServiceTier(draft);
  applyVerbosity(draft);
  applyUnsupported(draft);
  applyAnthropicParams(draft);
}

/** The translated request has one choice; the proxy sends it several times. */
function applyChoiceCount(draft: Draft): void {
  const { request, context } = draft;
  const count = requestedChoices(request, context.settings.fanOut);
  if (isUnset(request.n)) return;
  if (count === 1) return ignoreField(draft, 'n', 'One choice is the default.');
  const reason = `Each of the ${count} choices is requested, and billed, separately.`;
  addNote(draft, { verb: 'emulated', code: 'answers-asked-apart', from: 'n', to: null, reason });
  ignoreField(draft, 'n', reason);
}

/** Each needs a visible character, or the API refuses the request: "stop_sequences: each ... must contain non-whitespace". */
function applyStop(draft: Draft): void {
  const { stop } = draft.request;
  if (isUnset(stop)) return;
  const alone = typeof stop === 'string';
  const sequences: string[] = [];
  const known = new Set<string>();
  for (const [index, text] of (alone ? [stop] : stop).entries()) {
    const from = alone ? 'stop' : `stop[${index}]`;
    if (isUnset(text)) continue;
    const sequence = cleanText(text);
    if (sequence !== text) addUnreadableNote(draft, from);
    if (sequence.trim() === '') {
      dropField(draft, from, 'stop-dropped', 'A stop sequence needs a visible character.');
    } else if (known.has(sequence)) {
      ignoreField(draft, from, 'It is a duplicate.');
    } else {
      known.add(sequence);
      sequences.push(sequence);
      draft.context.tracer?.link(from, sequences, sequences.length - 1, 'moved', 'A stop sequence.');
    }
  }
  if (sequences.length > 0) draft.body.stop_sequences = sequences;
}

/** OpenAI's tiers concern speed and price, Anthropic's reserved capacity: `default` corresponds to the tier that never uses it. */
function applyServiceTier(draft: Draft): void {
  const { request, body, context } = draft;
  const tier = request.service_tier;
  if (isUnset(tier)) return;
  if (isRefusedField(draft, 'service_tier')) return dropRefusedField(draft, 'service_tier', 'service_tier');
  body.service_tier = tier === 'default' || tier === 'standard_only' ? 'standard_only' : 'auto';
  if (tier === body.service_tier) {
    context.tracer?.link('service_tier', body, 'service_tier', 'copied', 'The Messages API has the same value.');
    return;
  }
  const near = tier === 'default' || tier === 'priority' || tier === 'fast';
  const reason = near
    ? `The Messages API calls ${tier} ${body.service_tier}.`
    : `The Messages API has no tier ${tier}.`;
  const verb = near ? 'renamed' : 'approximated';
  addNote(draft, { verb, code: `service-tier-${verb}`, from: 'service_tier', to: 'service_tier', reason });
  context.tracer?.link('service_tier', body, 'service_tier', 'renamed', reason);
}

const verbosityLines = { low: 'Keep answers short.', high: 'Be thorough.' } as const;

/** One stable line at the end of the leading system prompt; `medium` is a model's default. */
function applyVerbosity(draft: Draft): void {
  const { verbosity } = draft.request;
  if (isUnset(verbosity)) return;
  if (verbosity === 'medium') {
    ignoreField(draft, 'verbosity', 'It is the default.');
  } else if (draft.context.settings.verbosityHint) {
    const reason = 'A line in the system prompt requests it.';
    addNote(draft, { verb: 'emulated', code: 'verbosity-as-instruction', from: 'verbosity', to: 'system', reason });
    draft.instructions.push(verbosityLines[verbosity]);
    draft.context.tracer?.drop('verbosity', reason);
  } else {
    dropField(
      draft,
      'verbosity',
      'verbosity-dropped',
      'The Messages API has no such field, and the instruction for it is switched off in Settings.',
    );
  }
}
