/** The sheet of keyboard shortcuts, opened with `?`. */

import type { ReactNode } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/small.tsx';
import { shortcutGroups } from '../lib/shortcuts.ts';

export function ShortcutSheet({ open, onClose, mac }: { open: boolean; onClose: () => void; mac: boolean }): ReactNode {
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts" wide onlyText>
      <div className="columns-2 gap-8">
        {shortcutGroups.map((group) => (
          <section key={group.title} className="mb-4 break-inside-avoid" aria-label={group.title}>
            <h3 className="mb-1 font-semibold">{group.title}</h3>
            <dl>
              {group.items.map((item) => (
                <div key={item.label} className="flex h-7 items-center justify-between border-b last:border-b-0">
                  <dt className="text-muted">{item.label}</dt>
                  <dd className="flex gap-1">
                    {item.caps.map((cap) => (
                      <Kbd key={cap}>{cap === 'Mod' ? (mac ? '⌘' : 'Ctrl') : cap}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
