import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { afterAll, describe, expect, it } from 'vitest';
import { fuses, fusesFor } from './fuses.mjs';
import { createChromiumLogFilter, wantsChromiumLog } from './scripts/lib/chromium-log.mjs';
import { withLock } from './scripts/lib/lock.mjs';
import { isPortBusy, wantedPort } from './scripts/lib/ports.mjs';
import { countJourneys, countUnitTests } from './scripts/lib/reports.mjs';
import { run } from './scripts/lib/run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'dragoman-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('counts of a test run', () => {
  it('count a file of unit tests that could not be loaded as a failure', () => {
    const file = report('unit.json', {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 0,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'passed', assertionResults: [{}] },
      ],
    });
    expect(countUnitTests(file)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('count a journey that needed two tries as failed, and errors outside of any', () => {
    const file = report('journeys.json', { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] });
    expect(countJourneys(file)).toEqual({ passed: 4, failed: 3, skipped: 2 });
  });

  it('are unknown without a report', () => {
    expect(countUnitTests(join(folder, 'none.json'))).toBeNull();
    expect(countJourneys(join(folder, 'none.json'))).toBeNull();
  });
});

describe('running other programs', () => {
  it('returns their output and exit code', async () => {
    const result = await run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
    expect(result).toMatchObject({ code: 3, stdout: 'out\n' });
    expect(result.text).toContain('err');
  });

  it('has exit code 127 when the program does not exist', async () => {
    expect(await run(join(folder, 'no-such-program'), [])).toMatchObject({ code: 127 });
  });

  it('kills a program and its children at the time limit', async () => {
    const nested =
      'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); setInterval(() => {}, 1000)';
    // Its output closes only when the whole process group has exited, so the end of this test is the proof.
    expect(await run(process.execPath, ['-e', nested], { limit: 0.5 })).toMatchObject({ code: 124 });
  });
});

describe('the port of a demo', () => {
  it.each([
    [[], 9080],
    [['--demo', '--port', '9100'], 9100],
    [['--port=0'], 0],
  ])('%j is %i', (args, port) => {
    expect(wantedPort(args)).toBe(port);
  });

  it('is busy while a server listens on it', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    expect(await isPortBusy(port)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortBusy(port)).toBe(false);
  });
});

describe('a lock between processes', () => {
  it('has one owner at a time', async () => {
    const file = join(folder, 'lock');
    const seen: string[] = [];
    const visit = (name: string) =>
      withLock(file, async () => {
        seen.push(`${name} in`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${name} out`);
      });
    await Promise.all([visit('a'), visit('b')]);
    expect([seen.slice(0, 2).join(), seen.slice(2).join()].toSorted()).toEqual(['a in,a out', 'b in,b out']);
  });

  it('is taken over when its owner has exited', async () => {
    const file = join(folder, 'stale');
    const gone = await run(process.execPath, ['-e', 'console.log(process.pid)']);
    writeFileSync(file, gone.stdout.trim());
    expect(await withLock(file, async () => 'in')).toBe('in');
  });
});

describe('fuses of the packaged program', () => {
  it('have the decided values', () => {
    expect(fuses).toEqual({
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    });
  });

  it('differ for tests only in the inspector', () => {
    expect(fusesFor(true)).toEqual({ ...fuses, [FuseV1Options.EnableNodeCliInspectArguments]: true });
    expect(fusesFor(false)).toEqual(fuses);
  });
});

describe('what Chromium logs', () => {
  const noise = [
    '[22199:1130/204131.943880:ERROR:bus.cc(407)] Failed to connect to the bus: no such file\n',
    '[22199:22412:1130/204133.418056:ERROR:viz_main_impl.cc(181)] Exiting GPU process\n',
    '[4242:0101/000000.1:WARNING:ui/gl/gl.cc:12] x\n',
    '[4242:0101/000000.1:INFO:CONSOLE(1)] "x", source: app://x (1)\n',
  ];
  const ours = ['dragoman: already running\n', 'plain\n', '\n', '[not chromium] x\n'];

  function filtered(text: string, cut: number): { text: string; fatal: boolean } {
    let left = '';
    const filter = createChromiumLogFilter((piece) => (left += piece));
    for (let at = 0; at < text.length; at += cut) filter.push(text.slice(at, at + cut));
    filter.end();
    return { text: left, fatal: filter.fatal };
  }

  it.each([1, 7, 10_000])('is left out, our own lines are not; in pieces of %i', (cut) => {
    const mixed = ours.flatMap((line, at) => [noise[at] ?? '', line]).join('');
    expect(filtered(mixed, cut)).toEqual({ text: ours.join(''), fatal: false });
  });

  it.each([
    '[22199:1130/204140.708063:FATAL:electron_browser_main_parts.cc(504)] Failed to shutdown.',
    '[1:1130/204140.7:FATAL:a.cc(5)] Check failed.\n#0 0x55d0 <unknown>\n#1 0x55d1 base::Stop()\n',
    '(electron:1): Gdk-Message: 12:00:00.000: Fatal IO error 11 (Resource temporarily unavailable) on X server :97.\n',
  ])('also where it ends the app: %s', (text) => {
    expect(filtered(`ours\n${text}`, 5)).toEqual({ text: 'ours\n', fatal: true });
  });

  it('is shown when it is asked for', () => {
    expect(wantsChromiumLog({})).toBe(false);
    expect(wantsChromiumLog({ DRAGOMAN_CHROMIUM_LOG: '1' })).toBe(true);
    expect(wantsChromiumLog({ ELECTRON_ENABLE_LOGGING: '1' })).toBe(true);
  });
});
