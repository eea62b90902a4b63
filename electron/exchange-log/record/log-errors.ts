/** Problems of the exchange log as messages for people. */

import type { ErrorReport } from '#shared/errors.ts';

export const logOverload: ErrorReport = {
  code: 'log_overload',
  message: 'More exchanges came than could be written. Of some, only what is in the list was kept.',
  hint: 'The proxy is not affected. It happens with very many requests at a time, or with a slow disk.',
};

export const logStopped: ErrorReport = {
  code: 'log_stopped',
  message: 'Exchanges are kept in memory only, because the part that stores them has stopped',
  hint: 'Start Dragoman again to see earlier exchanges.',
};

export const logStuck: ErrorReport = {
  code: 'log_stuck',
  message:
    'The exchange log does not respond. New exchanges wait in memory; of the oldest of many, only what is in the list is kept.',
  hint: 'The disk or network folder with the data folder may be stuck. It goes on by itself as soon as that answers.',
};

export function damagedFile(name: string): ErrorReport {
  return {
    code: 'log_damaged',
    message: 'The file with the logged exchanges was damaged. A new one was begun.',
    hint: `The damaged file was kept as ${name} in the data folder; it can be deleted.`,
  };
}

export function newerFile(name: string): ErrorReport {
  return {
    code: 'log_newer',
    message: 'The logged exchanges were written by a newer version. A new file was begun.',
    hint: `The other file was kept as ${name} in the data folder; the newer version can read it.`,
  };
}

export function logUnwritable(reason: string): ErrorReport {
  return {
    code: 'log_unwritable',
    message: `Exchanges cannot be written to disk and are kept in memory only (${reason}).`,
    hint: 'Make room on the disk or the data folder writable: what is in memory is then written.',
  };
}

export function logUnreadable(reason: string): ErrorReport {
  return {
    code: 'log_unreadable',
    message: `Logged exchanges could not be read (${reason}).`,
    hint: null,
  };
}
