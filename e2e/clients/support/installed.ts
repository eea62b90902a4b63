/** The folders of the installed clients, from `npm run test:clients`. */

const folders = new Map<string, string>(
  Object.entries(JSON.parse(process.env['DRAGOMAN_CLIENTS'] ?? '{}') as Record<string, string>),
);

/** The folder with the client's node_modules, or null when it is not selected. */
export const installedFolder = (client: string): string | null => folders.get(client) ?? null;
