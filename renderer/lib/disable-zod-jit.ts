/**
 * Imported before everything else: keeps zod from compiling its parsers with `new Function`, which the content security
 * policy refuses. It must run before the first schema is created.
 */

import { z } from 'zod';

z.config({ jitless: true });
