/** The inlined tray icons: one colour each, at both scales. Selects the colour that is visible on the panel. */

import { nativeImage, type NativeImage, nativeTheme } from 'electron';
import attentionBlack from '../../../build/icons/tray-attention-black.png?inline';
import attentionBlack2x from '../../../build/icons/tray-attention-black@2x.png?inline';
import attentionWhite from '../../../build/icons/tray-attention-white.png?inline';
import attentionWhite2x from '../../../build/icons/tray-attention-white@2x.png?inline';
import runningBlack from '../../../build/icons/tray-running-black.png?inline';
import runningBlack2x from '../../../build/icons/tray-running-black@2x.png?inline';
import runningWhite from '../../../build/icons/tray-running-white.png?inline';
import runningWhite2x from '../../../build/icons/tray-running-white@2x.png?inline';
import startingBlack from '../../../build/icons/tray-starting-black.png?inline';
import startingBlack2x from '../../../build/icons/tray-starting-black@2x.png?inline';
import startingWhite from '../../../build/icons/tray-starting-white.png?inline';
import startingWhite2x from '../../../build/icons/tray-starting-white@2x.png?inline';
import stoppedBlack from '../../../build/icons/tray-stopped-black.png?inline';
import stoppedBlack2x from '../../../build/icons/tray-stopped-black@2x.png?inline';
import stoppedWhite from '../../../build/icons/tray-stopped-white.png?inline';
import stoppedWhite2x from '../../../build/icons/tray-stopped-white@2x.png?inline';
import type { TrayIconState } from './tray-menu.ts';

type Scales = readonly [single: string, double: string];

const PICTURES: Readonly<Record<TrayIconState, { readonly black: Scales; readonly white: Scales }>> = {
  attention: { black: [attentionBlack, attentionBlack2x], white: [attentionWhite, attentionWhite2x] },
  running: { black: [runningBlack, runningBlack2x], white: [runningWhite, runningWhite2x] },
  starting: { black: [startingBlack, startingBlack2x], white: [startingWhite, startingWhite2x] },
  stopped: { black: [stoppedBlack, stoppedBlack2x], white: [stoppedWhite, stoppedWhite2x] },
};

export function trayIcon(state: TrayIconState): NativeImage {
  // macOS colours a template image itself, and takes its shape from the black one.
  const template = process.platform === 'darwin';
  const [single, double] = PICTURES[state][!template && isPanelDark() ? 'white' : 'black'];
  const image = nativeImage.createFromDataURL(single);
  image.addRepresentation({ scaleFactor: 2, dataURL: double });
  image.setTemplateImage(template);
  return image;
}

/** GNOME's and Ubuntu's panels are dark in any theme; the Windows taskbar has a separate theme. */
function isPanelDark(): boolean {
  const desktop = process.env['XDG_CURRENT_DESKTOP'] ?? '';
  if (process.platform === 'linux' && /gnome|unity|pop/i.test(desktop)) return true;
  // Newer than the oldest Electron we run on.
  const taskbar: unknown = Reflect.get(nativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI');
  return typeof taskbar === 'boolean' && process.platform === 'win32' ? taskbar : nativeTheme.shouldUseDarkColors;
}
