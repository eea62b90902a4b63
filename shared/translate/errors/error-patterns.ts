/** Classifies an upstream refusal by its wording. Error codes come first; the wording may change and is the last resort. */

const contextLength =
  /prompt is too long|exceeds? (?:the )?(?:model'?s? )?(?:maximum )?context|context (?:window|limit|length)|input (?:is )?too long/i;
const noCredit =
  /credit balance is too low|(?:spend(?:ing)?|usage) limits?\b.*\b(?:reached|exceeded)|(?:reached|exceeded) (?:your|the|its)\b.*\b(?:spend(?:ing)?|usage) limit/i;

const codes: readonly (readonly [RegExp, string])[] = [
  [/Extra inputs are not permitted|is deprecated for this model/i, 'unsupported_parameter'],
  [/image dimensions exceed/i, 'image_dimensions_too_large'],
  [/image exceeds .*maximum/i, 'image_too_large'],
  [
    /`signature` in `thinking`|`data` in `redacted_thinking`|blocks in the latest assistant message cannot be modified/i,
    'invalid_thinking_block',
  ],
  [/is not supported|are not supported|does not support/i, 'unsupported_value'],
];

export function isContextLength(message: string): boolean {
  return contextLength.test(message);
}

export function isOutOfCredit(message: string): boolean {
  return noCredit.test(message);
}

/** Codes of spend limits and billing, whatever the status: retrying does not help. */
export function isBillingCode(errorCode: string | null): boolean {
  return errorCode !== null && /spend_limit|billing|not_billable/.test(errorCode);
}

/** @returns our code for the wording of a 400, null for unknown wording */
export function codeFor(message: string): string | null {
  return codes.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}

const fields =
  'messages|system|tools|tool_choice|model|max_tokens|temperature|top_p|top_k|stop_sequences|thinking|output_config|metadata|service_tier|stream|cache_control|container|context_management|mcp_servers|speed|inference_geo|fallbacks|diagnostics';
// `messages.3.content.0: …`, `` `temperature` is … ``, `"thinking.type.enabled" is …`, `tool_choice.any may …`
const pathAtStart = new RegExp(`^[\`"]?((?:${fields})(?:\\.[\\w-]+)*)[\`"]?(?=[:\\s]|$)`);

/** @returns the upstream JSON path (dotted, as the API writes it) at the start of a message, or null */
export function pathIn(message: string): string | null {
  return pathAtStart.exec(message.trimStart())?.[1] ?? null;
}

/** @returns the model id that a 404 names, or null when it concerns something else */
export function modelIn(message: string): string | null {
  return /\bmodel:\s*[`'"]?([\w.:@/-]+)/.exec(message)?.[1] ?? null;
}

export interface ImageSizeError {
  /** Upstream paths of all images that are too large, in the order of the request. */
  readonly paths: readonly string[];
  /** Maximal pixels per side; null when not stated. */
  readonly limit: number | null;
}

/** @param details `error.details` of any form */
export function parseImageSizeError(details: unknown): ImageSizeError {
  if (typeof details !== 'object' || details === null) return { paths: [], limit: null };
  const paths = 'paths' in details && Array.isArray(details.paths) ? details.paths : [];
  const limit = 'max_side_length_pixels' in details ? details.max_side_length_pixels : null;
  return {
    paths: paths.filter((path) => typeof path === 'string'),
    limit: typeof limit === 'number' ? limit : null,
  };
}
