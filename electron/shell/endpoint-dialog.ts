/** Asks in a native dialog whether requests and the API key may go to another origin, without the page. */

import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { AskAboutEndpoint } from '#electron/secrets/endpoint-confirmation.ts';
import { ENDPOINT_DIALOG_TITLE, endpointQuestion } from '#electron/secrets/endpoint-question.ts';

/** @param currentWindow the dialog's parent while visible */
export function createEndpointDialog(currentWindow: () => BrowserWindow | null): AskAboutEndpoint {
  return async (origins) => {
    const { message, detail, buttons } = endpointQuestion(origins);
    const options: MessageBoxOptions = {
      type: 'warning',
      title: ENDPOINT_DIALOG_TITLE,
      message,
      detail,
      buttons: [...buttons],
      // Enter and Escape both refuse; agreeing needs an explicit choice.
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    };
    const window = currentWindow();
    const { response } = await (window === null || !window.isVisible()
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options));
    return response === 0;
  };
}
