/** The beta headers of the Messages API: which are known, and which open a field. Source: `AnthropicBeta` of the official SDK. */

export const betaGates = {
  blockBinding: ['thinking-binding-controls-2026-08-01'],
  displayUpdates: ['thinking-display-updates-2026-08-18'],
  // The second is on no public list: Claude Code sends it with the field.
  midConversationOutputConfig: ['mid-conversation-output-config-2026-07-01', 'per-turn-control-2026-07-01'],
  systemClearAt: ['mid-conversation-system-clear-at-2026-08-21'],
  inlineTools: ['inline-tools-2026-09-15', 'mid-conversation-tool-changes-2026-07-01'],
  fallback: ['server-side-fallback-2026-06-01', 'server-side-fallback-2026-07-01'],
  fallbackCredit: ['fallback-credit-2026-06-01', 'fallback-credit-2026-07-01'],
  contextManagement: ['context-management-2025-06-27', 'compact-2026-01-12'],
  /** The block; the field of the same name has a refusal of its own. */
  compaction: ['compact-2026-01-12', 'compact-2026-09-04'],
  fastMode: ['fast-mode-2026-02-01'],
  mcp: ['mcp-client-2025-04-04', 'mcp-client-2025-11-20', 'mcp-client-2026-09-15'],
  taskBudget: ['task-budgets-2026-03-13'],
  structuredOutputs: ['structured-outputs-2025-11-13'],
  threads: ['message-threads-2026-08-12'],
  advisor: ['advisor-tool-2026-03-01'],
  billing: ['user-profiles-billing-2026-10-01'],
  interleavedThinking: ['interleaved-thinking-2025-05-14'],
  longOutput: ['output-300k-2026-03-24'],
  computerUse: ['computer-use-2024-10-22', 'computer-use-2025-01-24', 'computer-use-2025-11-24'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Known betas that no field of a message request needs; obsolete ones are still accepted. */
const others: readonly string[] = [
  'agent-memory-2026-07-22',
  'cache-diagnosis-2026-04-07',
  'claude-code-20250219',
  'code-execution-2025-05-22',
  'code-execution-2025-08-25',
  'context-1m-2025-08-07',
  'dev-full-thinking-2025-05-14',
  'extended-cache-ttl-2025-04-11',
  'files-api-2025-04-14',
  'fine-grained-tool-streaming-2025-05-14',
  'managed-agents-2026-04-01',
  'message-batches-2024-09-24',
  'model-context-window-exceeded-2025-08-26',
  'oauth-2025-04-20',
  'output-128k-2025-02-19',
  'pdfs-2024-09-25',
  'prompt-caching-2024-07-31',
  'skills-2025-10-02',
  'thinking-token-count-2026-05-13',
  'token-counting-2024-11-01',
  'token-efficient-tools-2025-02-19',
  'tools-2024-04-04',
  'user-profiles-2026-03-24',
  'user-profiles-2026-08-18',
  'user-profiles-2026-09-04',
  'web-fetch-2025-09-10',
  'web-search-2025-03-05',
];

const known: ReadonlySet<string> = new Set([...Object.values(betaGates).flat(), ...others]);

export const isKnownBeta = (beta: string): boolean => known.has(beta);
