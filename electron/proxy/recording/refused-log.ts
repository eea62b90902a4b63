/**
 * Counts requests refused by the guards, in memory and bounded: a web page that sends a thousand changes one number. It never
 * displaces an exchange.
 */

import type { IncomingMessage } from 'node:http';
import { createEmitter } from '#electron/platform/emitter.ts';
import type { RefusedRequestCounts } from '#electron/services.ts';
import { recogniseTool } from '#shared/exchange/client-tool.ts';
import { redactText } from '#shared/exchange/redact/redact.ts';
import type { RefusedGroup } from '#shared/exchange/refused-requests.ts';
import type { GuardRefusal } from './guard-refusal.ts';

export interface RefusedLog extends RefusedRequestCounts {
  record(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, refusal: GuardRefusal): void;
}

/** Refusals of the sender (Host, Origin, token). Other refusals concern requests of allowed clients. */
const CODES = new Set([
  'origin_not_allowed',
  'host_not_allowed',
  'invalid_request_target',
  'invalid_api_key',
  'token_unavailable',
]);
/** Of each code; beyond it, sources are counted together. */
const MAX_SOURCES = 8;
const MAX_SOURCE_LENGTH = 120;
const MAX_REQUEST_LENGTH = 200;

export function countsAsRefused({ code }: GuardRefusal): boolean {
  return CODES.has(code);
}

/** @param now the wall clock, epoch milliseconds */
export function createRefusedLog(now: () => number = Date.now): RefusedLog {
  // A group that changes is put last.
  const groups = new Map<string, RefusedGroup>();
  const changed = createEmitter<RefusedGroup | null>();
  let total = 0;

  function groupFor(code: string, source: string | null): string {
    const own = keyOf(code, source);
    if (groups.has(own)) return own;
    const sources = [...groups.values()].filter((group) => group.code === code).length;
    return sources < MAX_SOURCES ? own : keyOf(code, null);
  }

  return {
    record(request, { code, status, message, hint }) {
      const source = sourceOf(request, code);
      const key = groupFor(code, source);
      const known = groups.get(key);
      const time = now();
      const group: RefusedGroup = {
        code,
        status,
        source: key === keyOf(code, source) ? source : null,
        message,
        hint,
        count: (known?.count ?? 0) + 1,
        firstAt: known?.firstAt ?? time,
        lastAt: time,
        lastRequest: plain(
          redactText(`${request.method ?? ''} ${request.url ?? ''}`.slice(0, 1_000)),
          MAX_REQUEST_LENGTH,
        ),
      };
      groups.delete(key);
      groups.set(key, group);
      total += 1;
      changed.emit(group);
    },
    current: () => ({ total, groups: [...groups.values()].toReversed() }),
    clear() {
      groups.clear();
      total = 0;
      changed.emit(null);
    },
    onChange: changed.subscribe,
  };
}

function keyOf(code: string, source: string | null): string {
  return `${code} ${source ?? ''}`;
}

function sourceOf({ headers }: Pick<IncomingMessage, 'headers'>, code: string): string | null {
  const source = nameOf(headers, code);
  return source === null || source === '' ? null : plain(redactText(source), MAX_SOURCE_LENGTH);
}

function nameOf(headers: IncomingMessage['headers'], code: string): string | null {
  switch (code) {
    case 'origin_not_allowed':
      return headers.origin ?? originOf(headers.referer);
    case 'host_not_allowed':
      return headers.host ?? null;
    default:
      return recogniseTool(
        Object.fromEntries(
          Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        ),
      );
  }
}

/** Browsers leave `Origin` out of images and links. */
function originOf(referer: string | undefined): string | null {
  return referer === undefined || !URL.canParse(referer) ? null : new URL(referer).origin;
}

/** One line that a terminal shows as it is. */
function plain(text: string, most: number): string {
  const line = text.replaceAll(/[^\x20-\x7e…]/g, '?');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
