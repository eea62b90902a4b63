/** What a refused request means, and what to do when it was the user's own tool. Pure. */

import { describeSource, type RefusedGroup, type RefusedRequests } from '#shared/exchange/refused-requests.ts';
import { plural } from '../../lib/format-values.ts';

export interface Advice {
  readonly meaning: string;
  readonly remedy: string;
  /** The remedy is in Settings. */
  readonly inSettings: boolean;
}

export function adviceFor({ code, message, hint }: Pick<RefusedGroup, 'code' | 'message' | 'hint'>): Advice {
  switch (code) {
    case 'origin_not_allowed':
      return {
        meaning:
          'Any page in a browser can reach this port, so pages are refused unless you allow them. It got no response and cost nothing.',
        remedy: 'If it is a tool of your own, add its address in Settings under “Allowed web pages”.',
        inSettings: true,
      };
    case 'host_not_allowed':
      return {
        meaning: 'Its Host header is not 127.0.0.1 or localhost, as in a DNS rebinding attack.',
        remedy: 'If your container uses this host name, add it in Settings under “More host names”.',
        inSettings: true,
      };
    case 'invalid_api_key':
      return {
        meaning: 'The proxy asks for its token, and the tool sent none or another one.',
        remedy: 'Copy the token from Settings and enter it in the tool as its API key.',
        inSettings: true,
      };
    case 'invalid_request_target':
      return {
        meaning: 'A program uses this address as an HTTP proxy for other sites.',
        remedy: 'Enter the address in the tool as the base URL of the API, not as a proxy.',
        inSettings: false,
      };
    default:
      return { meaning: message, remedy: hint, inSettings: code === 'token_unavailable' };
  }
}

/** `1,500 requests were refused: web page https://evil.example and 2 others` */
export function headline({ total, groups }: RefusedRequests): { readonly count: string; readonly sources: string } {
  const [latest] = groups;
  const others = groups.length - 1;
  const sources =
    latest === undefined ? '' : describeSource(latest) + (others > 0 ? ` and ${plural(others, 'other')}` : '');
  return { count: `${plural(total, 'request')} ${total === 1 ? 'was' : 'were'} refused`, sources };
}
