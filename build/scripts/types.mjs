// Checks the types of every layer. `npm run types`

import { sideBySide, types } from './lib/checks.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { perform } from './lib/outcome.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensureDependencies();
  const outcomes = await sideBySide(types().map((check) => () => perform(check)));
  return outcomes.some((outcome) => outcome.failed > 0) ? 1 : 0;
});
