/** The stand-in for Anthropic, as the rest of the house sees it. */

export { createStandIn } from './stand-in.ts';
export type { SeenRequest, StandIn, StandInOptions } from './stand-in.ts';
