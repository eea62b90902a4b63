/** Values that clients return unchanged: readable for the mock server only, and useless once altered. */

import { createHmac } from 'node:crypto';

/** Constant, so that a conversation survives a restart of the demo; not a secret. */
const secret = 'dragoman stand-in';
const mac = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');

export const sealed = (content: object): string => {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url');
  return Buffer.from(`${body}.${mac(body)}`).toString('base64');
};

/** @returns the JSON text of a sealed value; null for a text that this server did not seal */
export function unsealed(signature: string): string | null {
  const [body = '', tag] = Buffer.from(signature, 'base64').toString().split('.');
  return tag === mac(body) ? Buffer.from(body, 'base64url').toString() : null;
}
