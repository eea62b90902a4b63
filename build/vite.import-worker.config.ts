/** The bundle of the import worker. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/imports/import-worker.ts', 'import-worker.js', 'node20.18');
