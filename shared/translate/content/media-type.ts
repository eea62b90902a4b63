/** Parses what clients send as an image or a file: data URLs (RFC 2397), magic bytes, remote URLs. */

import { beginningOfBase64, normalizeBase64Steps } from '../../encoding/base64.ts';
import { unescapePercentSteps } from '../../encoding/percent.ts';
import type { Steps } from '../../steps.ts';

export type ImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';

export interface DataUrl {
  /** Lower case, without parameters; `text/plain` when the URL names none. */
  readonly mediaType: string;
  readonly data: string;
  readonly base64: boolean;
}

/** Media types with parameters are much shorter; only what is no data URL has megabytes before its comma. */
const MAX_PARAMETERS = 4_096;

/** `data:image/png;charset=utf-8;base64,AAAA`; null when the text is not a data URL. */
export function* parseDataUrl(url: string): Steps<DataUrl | null> {
  if (!/^\s*data:/i.test(url)) return null;
  const comma = url.indexOf(',');
  if (comma === -1 || comma > MAX_PARAMETERS) return null;
  const [mediaType = '', ...parameters] = url
    .slice(url.indexOf(':') + 1, comma)
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const base64 = parameters.includes('base64') || mediaType === 'base64';
  const data = url.slice(comma + 1);
  return {
    mediaType: mediaType === '' || mediaType === 'base64' ? 'text/plain' : mediaType,
    data: base64 ? yield* normalizeBase64Steps(yield* unescapePercentSteps(data)) : data,
    base64,
  };
}

/** The type that the first bytes of base64 data prove, or null. */
export function sniffMediaType(base64: string): ImageType | 'application/pdf' | null {
  const head = beginningOfBase64(base64, 16);
  if (head === null) return null;
  const starts = (...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'image/gif';
  if (starts(0x52, 0x49, 0x46, 0x46) && String.fromCharCode(...head.subarray(8, 12)) === 'WEBP') return 'image/webp';
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'application/pdf';
  return null;
}

/** The four image types that the API accepts, under the names clients use for them; null for any other type. */
export function imageTypeOf(mediaType: string): ImageType | null {
  switch (mediaType) {
    case 'image/jpeg':
    case 'image/jpg':
    case 'image/pjpeg':
      return 'image/jpeg';
    case 'image/png':
    case 'image/x-png':
      return 'image/png';
    case 'image/gif':
    case 'image/webp':
      return mediaType;
    default:
      return null;
  }
}

const textTypes = new Set([
  'application/json',
  'application/jsonl',
  'application/x-ndjson',
  'application/xml',
  'application/yaml',
  'application/x-yaml',
  'application/javascript',
  'application/typescript',
  'application/toml',
  'application/sql',
  'application/csv',
]);

export function isTextType(mediaType: string): boolean {
  return (
    mediaType.startsWith('text/') ||
    mediaType.endsWith('+json') ||
    mediaType.endsWith('+xml') ||
    textTypes.has(mediaType)
  );
}

const typeByExtension: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['txt', 'text/plain'],
  ['md', 'text/markdown'],
  ['csv', 'text/csv'],
  ['json', 'application/json'],
]);

export function mediaTypeOfName(filename: string): string | null {
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return typeByExtension.get(extension) ?? null;
}

export type RemoteVerdict = 'ok' | 'not-a-url' | 'not-https' | 'private-host';

/** Whether the API can fetch a URL: https, and a host outside the client's own network. */
export function validateRemoteUrl(url: string): RemoteVerdict {
  const match = /^\s*([a-z][a-z0-9+.-]*):\/\/([^/?#\s]+)/i.exec(url);
  if (match === null) return 'not-a-url';
  const [, scheme = '', authority = ''] = match;
  if (scheme.toLowerCase() !== 'https') return 'not-https';
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  return isPrivateHost(host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : host.replace(/:\d*$/, ''))
    ? 'private-host'
    : 'ok';
}

function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return /^\[(::1?|f[cd]|fe[89ab]|::ffff:)/.test(host);
  const name = host.replace(/\.$/, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    const [a = 0, b = 0] = name.split('.').map(Number);
    return (
      a === 0 ||
      a === 10 ||
      a === 127 ||
      (a === 100 && b >= 64 && b < 128) ||
      (a === 169 && b === 254) ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168)
    );
  }
  return !name.includes('.') || /\.(localhost|local|internal|lan|home|home\.arpa|test)$/.test(name);
}
