/** Prints an exchange on the terminal: its four messages below each other, for demos without a window. */

import type { Exchange, HttpMessage } from '#shared/exchange/record.ts';
import { parseExactJson } from '#shared/json/exact-json.ts';
import { writeJson } from '#shared/json/exact-number.ts';

/**
 * Formats client request, upstream request, upstream response, client response and the notes.
 * @returns several lines, without colour, ending in a line break
 */
export function formatExchange(exchange: Exchange): string {
  const parts = [
    formatHttpMessage('1. What the client sent', exchange.clientRequest),
    formatHttpMessage('2. What Dragoman sent to Anthropic', exchange.upstreamRequest),
    formatHttpMessage('3. What Anthropic answered', exchange.upstreamResponse),
    formatHttpMessage('4. What the client got', exchange.clientResponse),
  ];
  if (exchange.notes.length > 0) parts.push(formatNotes(exchange.notes));
  if (exchange.error !== null) parts.push(`Error ${exchange.error.code}: ${exchange.error.message}\n`);
  return parts.join('\n');
}

function formatHttpMessage(title: string, side: HttpMessage | null): string {
  const heading = `${title}\n${'─'.repeat(title.length)}\n`;
  if (side === null) return `${heading}(nothing)\n`;
  const headers = Object.entries(side.headers).map(([name, value]) => `${name}: ${value}\n`);
  return `${heading}${side.startLine}\n${headers.join('')}\n${formatBody(side)}\n`;
}

/** JSON is indented; events and other text stay unchanged. */
function formatBody(side: HttpMessage): string {
  if (side.body === '') return '(no body)';
  try {
    return writeJson(parseExactJson(side.body), 2);
  } catch {
    return side.body.trimEnd();
  }
}

function formatNotes(notes: Exchange['notes']): string {
  const lines = notes.map((note) => {
    const way = [note.from, note.to].filter((path) => path !== null).join(' → ');
    return `  ${note.verb} ${way}: ${note.reason}\n`;
  });
  return `Notes\n─────\n${lines.join('')}`;
}
