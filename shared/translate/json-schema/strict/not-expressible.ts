/** Ends the recursion over a schema when a part of it has no counterpart; the message gives the reason. */
export class NotExpressible extends Error {}
