/** The bundle of the main process. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/app/main.ts', 'main.js', 'node20.18');
