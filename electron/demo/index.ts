/** Public exports of the mock server. */

export type { ScriptedDirectives } from './collect-directives.ts';
export type { SeenRequest } from './seen-request.ts';
export { createMockServer } from './mock-server.ts';
export type { MockServer, MockServerOptions } from './mock-server.ts';
