/**
 * A file of encrypted lines: each line one JSON value, encrypted with a key derived from the account's API key. Lines of other
 * accounts and copied files are unreadable.
 */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { writeJson } from '#shared/json/exact-number.ts';
import { parseExactJson } from '#shared/json/exact-json.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under HKDF-SHA-256 of the API key. */
export interface Seal {
  close(value: unknown): string;
  /** Null for lines of another account, damaged lines, and anything else that fails to decrypt. */
  open(line: string): unknown;
}

export function createSeal(apiKey: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', apiKey, 'dragoman', 'sealed lines', 32));
  return {
    close(value) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(writeJson(value), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(line) {
      try {
        const bytes = Buffer.from(line, 'base64');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
        return parseExactJson(opened.toString('utf8'));
      } catch {
        return null;
      }
    },
  };
}
