/** The navigation at the left. */

import { Cable, List, MessageSquare, Settings2, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { showView, useNavigation, type View } from '../state/navigation.ts';
import { cx } from '../ui/class-names.ts';

const entries: readonly { readonly view: View; readonly label: string; readonly icon: LucideIcon }[] = [
  { view: 'requests', label: 'Requests', icon: List },
  { view: 'chat', label: 'Chat', icon: MessageSquare },
  { view: 'connect', label: 'Connect', icon: Cable },
  { view: 'settings', label: 'Settings', icon: Settings2 },
];

export function Sidebar(): ReactNode {
  const shown = useNavigation((store) => store.view);
  return (
    <nav
      aria-label="Views"
      className="flex w-[68px] shrink-0 flex-col gap-1 overflow-y-auto border-r bg-sunken px-1.5 py-2 [@media(max-height:400px)]:gap-0.5 [@media(max-height:400px)]:py-1"
    >
      {entries.map(({ view, label, icon: Icon }) => (
        <a
          key={view}
          href={`#${view}`}
          aria-current={view === shown ? 'page' : undefined}
          draggable={false}
          onClick={(event) => {
            event.preventDefault();
            showView(view);
          }}
          className={cx(
            'flex h-12 shrink-0 [@media(max-height:400px)]:h-10 flex-col items-center justify-center gap-0.5 rounded-ui text-mini text-muted hover:bg-hover hover:text-text',
            view === shown && 'bg-selected text-accent hover:bg-selected hover:text-accent',
            view === 'settings' && 'mt-auto',
          )}
        >
          <Icon size={18} strokeWidth={1.75} aria-hidden />
          {label}
        </a>
      ))}
    </nav>
  );
}
