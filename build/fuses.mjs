// The Electron fuses of the shipped program, which arguments and environment cannot override.
// Set in electron-builder's `afterPack` hook, before signing.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/** The fuses of every released package. */
export const fuses = {
  /** Disables `ELECTRON_RUN_AS_NODE`. */
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  /** Disables `--inspect`: no debugger on the process that holds the key. */
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/**
 * The same, except for the fuse that test drivers need.
 * @param {boolean} forTests
 */
export function fusesFor(forTests) {
  return forTests ? { ...fuses, [FuseV1Options.EnableNodeCliInspectArguments]: true } : fuses;
}

/**
 * electron-builder's `afterPack` hook.
 * @param {import('electron-builder').AfterPackContext} context
 */
export default async function afterPack(context) {
  const resources = context.packager.getResourcesDir(context.appOutDir);
  await rm(join(resources, 'default_app.asar'), { force: true });
  await flipFuses(executableOf(context), {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...fusesFor(process.env['DRAGOMAN_PACKAGE_FOR_TESTS'] === '1'),
  });
}

/** @param {import('electron-builder').AfterPackContext} context */
function executableOf({ appOutDir, packager, electronPlatformName }) {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${name}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`);
  return join(appOutDir, 'dragoman');
}
