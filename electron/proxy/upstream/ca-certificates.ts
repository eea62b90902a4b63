/**
 * Certificates of authorities that only this network knows, as companies that look into TLS have them. Read by ourselves:
 * Node does so too, but in the packaged app the variable is cut off together with NODE_OPTIONS.
 */

import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** In: the path in NODE_EXTRA_CA_CERTS, to a PEM file. Out: what to trust, or null for the usual: without a file, or with a bad one. */
export function readExtraCaCertificates(path: string | undefined): SecureContext | null {
  if (path === undefined || path === '') return null;
  try {
    // Made once: parsing all roots for each connection would cost more than the handshake.
    return createSecureContext({ ca: [...rootCertificates, readFileSync(path, 'utf8')] });
  } catch {
    // The failing handshake then names the variable.
    return null;
  }
}
