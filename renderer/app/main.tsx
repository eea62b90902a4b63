/** Starts the window: bridge, stores, React. */

// oxlint-disable import/no-unassigned-import -- these two are imported for what they do, in this order
import '../lib/disable-zod-jit.ts';
import '../theme.css';
// oxlint-enable import/no-unassigned-import
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectBridge } from '../lib/window-bridge.ts';
import { followChat } from '../chat/chat-store.ts';
import { cspNonce } from '../lib/csp-nonce.ts';
import { keepInputMethodKeys } from '../lib/input-method-keys.ts';
import { loadAppState, reportOf, useAppStore } from '../state/app-store.ts';
import { followViewRequests } from '../state/navigation.ts';
import { followSearch } from '../requests/search/exchange-search.ts';
import { followRefused } from '../requests/refused/refused-store.ts';
import { followExchanges } from '../state/exchange-store.ts';
import { followExport } from '../state/export-state.ts';
import { ToastRegion } from '../ui/toast.tsx';

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } } });

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) return;
  keepInputMethodKeys(window);
  createRoot(root).render(
    <StrictMode>
      <CSPProvider nonce={cspNonce()}>
        <QueryClientProvider client={queries}>
          <ToastRegion>
            <App />
          </ToastRegion>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
  try {
    await connectBridge();
    followViewRequests();
    followChat();
    followExport();
    followSearch();
    void followRefused();
    await Promise.all([loadAppState(), followExchanges()]);
  } catch (error) {
    useAppStore.setState({ failure: reportOf(error) });
  }
}

void start();
