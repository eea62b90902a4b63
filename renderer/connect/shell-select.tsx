/** Chooses the shell that commands are written for. */

import type { ReactNode } from 'react';
import { shellNames, shells } from '#shared/shell/shell.ts';
import { chooseShell, useShell } from '../state/shell-choice.ts';
import { Segmented } from '../ui/segmented.tsx';

const items = shells.map((value) => ({ value, label: shellNames[value] }));

export function ShellSelect(): ReactNode {
  return <Segmented small label="Shell of the commands" value={useShell()} onChange={chooseShell} items={items} />;
}
