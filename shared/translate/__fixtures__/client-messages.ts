/** Messages of a client, and what a refused request says. */

import { RequestRefused } from '../../errors.ts';

export const text = (value: string): object => ({ type: 'text', text: value });
export const user = (content: unknown): object => ({ role: 'user', content });
export const assistant = (content: unknown): object => ({ role: 'assistant', content });
export const system = (content: unknown): object => ({ role: 'system', content });

/** @throws when the request is accepted */
export function refusal(run: () => unknown): { code: string; param: string | null } {
  try {
    run();
  } catch (error) {
    if (error instanceof RequestRefused) return { code: error.code, param: error.param };
    throw error;
  }
  throw new Error('the request was accepted');
}
