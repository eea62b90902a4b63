/** The thread that reads, checks and redacts an opened file. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/imports/import-worker.ts', 'import-worker.js', 'node20.18');
