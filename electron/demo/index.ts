/** The stand-in for Anthropic, as the rest of the house sees it. */

export type { Script } from './collect-directives.ts';
export type { SeenRequest } from './seen-request.ts';
export { createStandIn } from './mock-server.ts';
export type { StandIn, StandInOptions } from './mock-server.ts';
