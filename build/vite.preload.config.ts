/** The bridge. A sandboxed preload can load one CommonJS file and nothing else. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/preload.ts', 'preload.cjs', 'chrome130');
