/** Texts of the question whether requests and the API key may go to another origin. */

import type { KeyOrigins } from '#electron/services.ts';

export const ENDPOINT_DIALOG_TITLE = 'Dragoman: another endpoint';

export interface EndpointQuestionText {
  readonly message: string;
  readonly detail: string;
  /** The first button agrees. */
  readonly buttons: readonly [agree: string, refuse: string];
}

/** @param origins as `URL.origin` spells them: internationalised hosts appear in ASCII (punycode) and cannot imitate others */
export function endpointQuestion({ from, to, lastFour }: KeyOrigins): EndpointQuestionText {
  const key = lastFour === null ? 'the API key' : `the API key that ends in …${lastFour}`;
  return {
    message: `Send requests and ${key} to ${to}?`,
    detail: [
      `They belong to: ${from}`,
      `They would go to: ${to}`,
      'Whoever runs that server can read every request and use the key. Agree only if you changed the endpoint yourself.',
    ].join('\n\n'),
    buttons: ['Send there', 'Cancel'],
  };
}
