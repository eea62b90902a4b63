/** The bundle of headless mode, for plain Node. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/app/headless.ts', 'headless.js', 'node20.18');
