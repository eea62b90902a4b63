/** The stand-in for Anthropic, as the rest of the house sees it. */

export type { ScriptedDirectives } from './collect-directives.ts';
export type { SeenRequest } from './seen-request.ts';
export { createMockServer } from './mock-server.ts';
export type { MockServer, MockServerOptions } from './mock-server.ts';
