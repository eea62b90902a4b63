/** The frame around the views: sidebar, header, banner, status bar; and the global keyboard shortcuts. */

import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { ConnectView } from '../connect/connect-view.tsx';
import { useAppState, useAppStore } from '../state/app-store.ts';
import { showView, useNavigation, type View } from '../state/navigation.ts';
import { RequestsView } from '../requests/requests-view.tsx';
import { SettingsView } from '../settings/settings-view.tsx';
import { Banner, StorageBanner } from './banner.tsx';
import { Header } from './header.tsx';
import { Sidebar } from './sidebar.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { shortcuts } from '../lib/shortcuts.ts';
import { useShortcut } from '../lib/use-shortcut.ts';
import { StatusBar } from './status-bar.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';
import { useTheme } from '../lib/theme.ts';

export function App(): ReactNode {
  const ready = useAppStore((store) => store.app !== null);
  const failure = useAppStore((store) => store.failure);
  const theme = useAppStore((store) => store.app?.settings.theme ?? 'system');
  useTheme(theme);
  if (ready) return <Shell />;
  if (failure === null) return null;
  return (
    <main className="flex h-full flex-col items-center justify-center gap-1 p-8 text-center">
      <h1 className="text-title font-semibold">Dragoman cannot show its window</h1>
      <p>{failure.message}</p>
      <p className="text-muted">{failure.hint ?? 'Quit Dragoman from the tray and start it again.'}</p>
    </main>
  );
}

/** The Markdown renderer is a third of the window's code, so it is loaded on first use. */
const ChatView = lazy(() => import('../chat/chat-view.tsx').then((module) => ({ default: module.ChatView })));

const viewOf: Record<View, ComponentType> = {
  requests: RequestsView,
  chat: ChatView,
  connect: ConnectView,
  settings: SettingsView,
};

function Shell(): ReactNode {
  const view = useNavigation((store) => store.view);
  const mac = useAppState((app) => app.info.platform === 'darwin');
  const [sheet, setSheet] = useState(false);
  useShortcut(shortcuts.requestsView, () => showView('requests'), { enableOnFormTags: true, preventDefault: true });
  useShortcut(shortcuts.chatView, () => showView('chat'), { enableOnFormTags: true, preventDefault: true });
  useShortcut(shortcuts.connectView, () => showView('connect'), { enableOnFormTags: true, preventDefault: true });
  useShortcut(shortcuts.settingsView, () => showView('settings'), { enableOnFormTags: true, preventDefault: true });
  useShortcut(shortcuts.help, () => setSheet(true));
  const Shown = viewOf[view];
  return (
    <div className="flex h-full flex-col">
      <Header />
      <Banner />
      <StorageBanner />
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main className="min-h-0 min-w-0 flex-1 overflow-auto" aria-label={shortcuts[`${view}View`].label}>
          <Suspense key={view} fallback={null}>
            <Shown />
          </Suspense>
        </main>
      </div>
      <StatusBar onShortcuts={() => setSheet(true)} />
      <ShortcutSheet open={sheet} onClose={() => setSheet(false)} mac={mac} />
      <UnsavedGuard />
    </div>
  );
}
