/** The build of the window: one page, local assets only, nothing inline, for a strict content security policy. */

import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  root: resolve(root, 'renderer'),
  base: './',
  cacheDir: resolve(root, 'node_modules/.vite/renderer'),
  plugins: [react(), tailwindcss()],
  server: { host: '127.0.0.1', strictPort: true },
  build: {
    outDir: resolve(root, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // `font-src 'self'` refuses fonts as data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
  },
});
