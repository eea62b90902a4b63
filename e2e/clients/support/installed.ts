/** Where the clients are that were installed for this run; `npm run test:clients` hands it over. */

const folders = new Map<string, string>(
  Object.entries(JSON.parse(process.env['DRAGOMAN_CLIENTS'] ?? '{}') as Record<string, string>),
);

/** The folder with the client's node_modules, or null when it is not to be tried. */
export const installedFolder = (client: string): string | null => folders.get(client) ?? null;
