/** Leaves the recursion over a schema when a part of it has no counterpart at all; the message says why. */
export class NotExpressible extends Error {}
