/** Our own version, from the manifest; the bundler writes it into the program. */

import manifest from '../../package.json' with { type: 'json' };

export const version: string = manifest.version;
