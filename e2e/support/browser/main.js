// An ordinary browser for journeys: one window with Electron's defaults, which are Chromium's, and nothing of ours in it.

import { app, BrowserWindow } from 'electron';

app.setPath('userData', process.env['BROWSER_DATA_FOLDER'] ?? app.getPath('temp'));
// Not awaited: Electron is not ready before this module has run to its end.
void app.whenReady().then(() => new BrowserWindow({ width: 800, height: 600 }).loadURL('about:blank'));
