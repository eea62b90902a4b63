/** Every web page the app itself links. The main process opens these addresses and no other. */

export const externalLinks = {
  /** Where an API key is made: Anthropic's Console, "API keys". */
  createKey: 'https://platform.claude.com/settings/keys',
} as const;
