/** The shells that commands are written for. */

export type Shell = 'posix' | 'powershell' | 'cmd';

export const shellNames: Readonly<Record<Shell, string>> = {
  posix: 'sh, bash, zsh',
  powershell: 'PowerShell',
  cmd: 'Command Prompt',
};

export const shells: readonly Shell[] = ['posix', 'powershell', 'cmd'];

/** @param platform as Node names it: `win32`, `darwin`, `linux` */
export function defaultShell(platform: string): Shell {
  return platform === 'win32' ? 'powershell' : 'posix';
}
