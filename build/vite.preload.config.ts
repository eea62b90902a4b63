/** The bundle of the preload script. A sandboxed preload can load one CommonJS file only. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/preload.ts', 'preload.cjs', 'chrome130');
