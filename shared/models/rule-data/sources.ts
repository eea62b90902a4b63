/** Sources of the model facts: pages of the official documentation as of the table's date. */

export function page(path: string): string {
  return `https://platform.claude.com/docs/en/${path}`;
}

/** Its `DEPRECATED_MODELS` names the day on which each deprecated model ends; read on 2026-11-30. */
export const LIFECYCLE_SDK = 'npm:@anthropic-ai/sdk@1.14.0';

/** The pages that state thinking, effort, caching, price, lifecycle and tool rules for every model, one table each. */
export const featurePages: readonly string[] = [
  page('build-with-claude/thinking-troubleshooting'),
  page('build-with-claude/thinking'),
  page('api/errors'),
  page('build-with-claude/effort'),
  page('build-with-claude/mid-conversation-system-messages'),
  page('build-with-claude/prompt-caching'),
  page('about-claude/pricing'),
  page('about-claude/model-deprecations'),
  page('agents-and-tools/tool-use/define-tools'),
];
