/** The bundle of the keychain process. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/secrets/keychain-worker.ts', 'keychain-worker.js', 'node20.18');
