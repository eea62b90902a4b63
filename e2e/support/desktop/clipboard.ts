/** The clipboard of the journey's private display. */

import type { ElectronApplication } from '@playwright/test';

export async function copied(app: ElectronApplication): Promise<string> {
  return await app.evaluate(({ clipboard }) => clipboard.readText());
}
