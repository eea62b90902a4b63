/** The process that talks to the keychain. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/secrets/keychain-worker.ts', 'keychain-worker.js', 'node20.18');
