/** The stand-in for Anthropic, as the rest of the house sees it. */

export type { Script } from './orders.ts';
export type { SeenRequest } from './seen-request.ts';
export { createStandIn } from './stand-in.ts';
export type { StandIn, StandInOptions } from './stand-in.ts';
