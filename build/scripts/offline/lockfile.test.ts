import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../architecture.ts';
import { whyInstall } from '../lib/dependencies.mjs';
import { type Lockfile, missingPlatformPackages, platformOf } from './lockfile.mjs';

const lock: Lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

describe('the lock file', () => {
  it('locks every build for other platforms, so that `npm ci` works there too', () => {
    expect(missingPlatformPackages(lock)).toEqual([]);
  });

  it('names no registry', () => {
    const resolved = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.startsWith('http'));
    expect(resolved).toEqual([]);
  });

  it.each([
    ['@oxlint/binding-linux-x64-musl', { cpu: ['x64'], libc: ['musl'], os: ['linux'] }],
    ['@tailwindcss/oxide-linux-arm-gnueabihf', { cpu: ['arm'], os: ['linux'] }],
    ['@oxfmt/binding-win32-ia32-msvc', { cpu: ['ia32'], os: ['win32'] }],
    ['@oxlint-tsgolint/darwin-arm64', { cpu: ['arm64'], os: ['darwin'] }],
    ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
    ['left-pad', null],
  ])('reads the platform out of the name %s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});

describe('need of an npm ci', () => {
  const locked = {
    '': {},
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/other-os': { version: '1.0.0', optional: true },
  };

  it.each([
    ['not when all are there but those of other platforms', { 'node_modules/zod': { version: '4.6.7' } }, null],
    ['when there are none', null, 'none are installed'],
    ['when one is missing', {}, 'zod is not the locked version'],
    ['when one has another version', { 'node_modules/zod': { version: '4.6.6' } }, 'zod is not the locked version'],
  ])('%s', (_when, installed, reason) => {
    expect(whyInstall(locked, installed)).toBe(reason);
  });
});
