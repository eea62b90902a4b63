/** All shapes of request bodies, by subject. */

export { chatShapes } from './chat.mjs';
export { ordinaryShapes } from './ordinary.mjs';
export { otherShapes } from './other-endpoints.mjs';
export { responsesShapes, responseTokensShapes } from './responses.mjs';
export { schemaShapes } from './schemas.mjs';
