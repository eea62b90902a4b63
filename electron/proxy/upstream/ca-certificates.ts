/**
 * CA certificates of private networks (TLS inspection), from NODE_EXTRA_CA_CERTS. Node reads the variable too, but the
 * packaged app ignores it together with NODE_OPTIONS.
 */

import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** @param path value of NODE_EXTRA_CA_CERTS, a PEM file @returns CA list; null (Node's default) without a readable file */
export function readExtraCaCertificates(path: string | undefined): SecureContext | null {
  if (path === undefined || path === '') return null;
  try {
    // Created once: parsing all roots per connection costs more than the handshake.
    return createSecureContext({ ca: [...rootCertificates, readFileSync(path, 'utf8')] });
  } catch {
    // The handshake error names the variable.
    return null;
  }
}
