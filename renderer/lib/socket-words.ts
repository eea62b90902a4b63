/** The words for the WebSocket of an exchange, in the list and above its stream. */

import type { ExchangeSummary } from '#shared/exchange/record.ts';

/** The connection of an exchange over a WebSocket, and its lane. */
export function socketWords({ socket, lane }: ExchangeSummary): string {
  if (socket === undefined) return '';
  return ` · WebSocket ${socket}${lane === undefined ? '' : `, lane ${lane}`}`;
}
