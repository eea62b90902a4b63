import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTarget } from './link-target.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'dragoman-link-')));
  mkdirSync(join(folder, 'elsewhere'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => join(folder, ...names);

describe('the target of a link', () => {
  it('is the path itself without a link or a file', () => {
    writeFileSync(at('file'), '');
    expect(linkTarget(at('file'))).toBe(at('file'));
    expect(linkTarget(at('nothing'))).toBe(at('nothing'));
  });

  it.each([true, false])('is the file at the end of all links, relative ones too; the file exists: %s', (exists) => {
    if (exists) writeFileSync(at('elsewhere', 'file'), '');
    symlinkSync(join('elsewhere', 'file'), at('one'));
    symlinkSync(at('one'), at('two'));
    expect(linkTarget(at('two'))).toBe(at('elsewhere', 'file'));
  });

  it('is refused when it is not a file', () => {
    symlinkSync(at('elsewhere'), at('folder'));
    symlinkSync(at('circle-2'), at('circle-1'));
    symlinkSync(at('circle-1'), at('circle-2'));
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('/dev/null', at('device'));
    expect(() => linkTarget(at('folder'))).toThrow('folder');
    expect(() => linkTarget(at('circle-1'))).toThrow('circle');
    expect(() => linkTarget(at('pipe'))).toThrow('pipe');
    expect(() => linkTarget(at('device'))).toThrow('device');
  });
});
