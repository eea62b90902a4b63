/** What can go wrong with keeping exchanges as the log itself sees it; of the disk, its worker tells. */

import type { ErrorReport } from '#shared/errors.ts';

export const overload: ErrorReport = {
  code: 'log_overload',
  message: 'More exchanges came than could be written. Of some, only what is in the list was kept.',
  hint: 'The proxy is not affected. It happens with very many requests at a time, or with a slow disk.',
};

export const stopped: ErrorReport = {
  code: 'log_stopped',
  message: 'Exchanges are kept in memory only, because the part that stores them has stopped',
  hint: 'Start Dragoman again to see earlier exchanges.',
};

export const stuck: ErrorReport = {
  code: 'log_stuck',
  message:
    'The exchange log does not answer. New exchanges wait in memory; of the oldest of many, only what is in the list is kept.',
  hint: 'The disk or network folder with the data folder may be stuck. It goes on by itself as soon as that answers.',
};
