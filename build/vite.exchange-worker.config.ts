/** The bundle of the exchange worker. */

import { nodeBundle } from './node-bundle.ts';

export default nodeBundle('electron/exchange-log/worker/log-worker.ts', 'exchange-worker.js', 'node20.18');
