/** Recognises the tool that sent a request by its headers. The Connect view and the filters use the same names. */

/** Most specific first: many tools add their own User-Agent to the SDK's. */
const TOOLS: readonly (readonly [pattern: RegExp, tool: string])[] = [
  [/^dragoman/i, 'dragoman'],
  [/claude-cli|claude-code/i, 'claude-code'],
  [/codex/i, 'codex'],
  [/qwen-?code/i, 'qwen-code'],
  [/opencode/i, 'opencode'],
  // Before Cline, whose name is in its older one.
  [/roo[- ]?code|roo-cline/i, 'roo-code'],
  [/kilo[- ]?code/i, 'kilo-code'],
  [/\bcline\b/i, 'cline'],
  [/\bcontinue\b/i, 'continue'],
  [/cursor/i, 'cursor'],
  [/githubcopilot|copilot/i, 'copilot'],
  [/\bzed\b/i, 'zed'],
  [/jetbrains|intellij|ktor-client/i, 'jetbrains'],
  [/open[- ]?webui/i, 'open-webui'],
  [/librechat/i, 'librechat'],
  [/cherry[- ]?studio/i, 'cherry-studio'],
  [/obsidian/i, 'obsidian-copilot'],
  [/\bn8n\b/i, 'n8n'],
  [/home-?assistant/i, 'home-assistant'],
  [/lobe-?chat/i, 'lobe-chat'],
  [/chatbox/i, 'chatbox'],
  [/boltai/i, 'boltai'],
  [/aider/i, 'aider'],
  [/litellm/i, 'litellm'],
  [/langchain/i, 'langchain'],
  [/llama-?index/i, 'llamaindex'],
  [/grok-cli/i, 'grok-cli'],
  [/opencommit/i, 'opencommit'],
  [/aicommits/i, 'aicommits'],
  [/ai-sdk|^ai\//i, 'ai-sdk'],
  [/^(async)?openai\/js/i, 'openai-node'],
  [/^(async)?openai\/python/i, 'openai-python'],
  [/^(async)?openai\/go/i, 'openai-go'],
  [/^(async)?openai\/java/i, 'openai-java'],
  [/^(async)?anthropic\/js/i, 'anthropic-node'],
  [/^(async)?anthropic\/python/i, 'anthropic-python'],
];

/** A key of this form names the tool that was set up with it: for tools whose headers name only their SDK. */
const KEY_PREFIX = 'any-value-';

/** @param client the tool's name, kebab-case. @returns an API key that names it; the proxy ignores its value otherwise */
export function keyNaming(client: string): string {
  return `${KEY_PREFIX}${client}`;
}

/** @param authorization the whole header. @returns the tool's name of a key made by `keyNaming`, or null */
function toolNamedByKey(authorization: string | undefined): string | null {
  const [scheme, key, ...rest] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || key === undefined || rest.length > 0) return null;
  if (!key.startsWith(KEY_PREFIX)) return null;
  const client = key.slice(KEY_PREFIX.length);
  return /^[a-z][a-z0-9-]{0,39}$/.test(client) ? client : null;
}

/**
 * `originator` (Codex) and `x-title` (OpenRouter's convention, used by several editors) are more specific than the SDK's
 * User-Agent; a key that the Connect view gave to one tool is more specific still.
 *
 * @param headers names in lower case
 * @returns the tool's name, or the first product token of an unknown User-Agent, or null
 */
export function recogniseTool(headers: Readonly<Record<string, string | undefined>>): string | null {
  const named = toolNamedByKey(headers['authorization']);
  if (named !== null) return named;
  const userAgent = headers['user-agent'] ?? '';
  for (const claim of [headers['originator'], headers['x-title'], userAgent]) {
    if (claim === undefined || claim === '') continue;
    for (const [pattern, tool] of TOOLS) if (pattern.test(claim)) return tool;
  }
  const product = /^[A-Za-z0-9][\w.-]{0,39}/.exec(userAgent);
  return product === null ? null : product[0].toLowerCase();
}
