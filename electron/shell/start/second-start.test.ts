import { describe, expect, test } from 'vitest';
import { readCommandLine } from '#electron/cli/command-line.ts';
import { runOptions } from '#electron/cli/run-options.ts';
import type { RunningOptions } from './running-options.ts';
import { describeSecondStart, isHiddenStart } from './second-start.ts';

const running: RunningOptions = {
  port: 9080,
  endpoint: 'https://api.anthropic.com/v1/messages',
  model: 'claude-sonnet-5-5',
  demo: false,
};
const GATEWAY = 'https://gateway.example/v1/messages';

function second(
  parameters: readonly string[],
  environment: Record<string, string> = {},
  first: RunningOptions | null = running,
): { line: string; code: number } {
  const commandLine = readCommandLine(parameters, environment);
  if (commandLine.kind !== 'run') throw new Error('The command line was refused.');
  const { options } = commandLine;
  return describeSecondStart({ options, run: runOptions(options), running: first, hidden: false });
}

describe('a start while the app runs', () => {
  test.each<[string[], Record<string, string>]>([
    [[], {}],
    [['--port', '9080', '--model', 'claude-sonnet-5-5'], {}],
    [[], { DRAGOMAN_PORT: '9080', DRAGOMAN_ENDPOINT: running.endpoint, ANTHROPIC_API_KEY: 'not used with a window' }],
    [['--data-dir', '/tmp/x'], {}],
  ])('with %j and %j only brings the window to the front', (parameters, environment) => {
    expect(second(parameters, environment)).toEqual({
      line: 'dragoman: already running; its window was brought to the front',
      code: 0,
    });
  });

  test.each<[string[], Record<string, string>, string]>([
    [['--port', '9999'], {}, 'so port 9999 was not applied'],
    [['--port', '0'], {}, 'so port 0 was not applied'],
    [['--endpoint', GATEWAY], {}, `so endpoint ${GATEWAY} was not applied`],
    [[], { DRAGOMAN_MODEL: 'claude-opus-5-5' }, 'so model claude-opus-5-5 was not applied'],
    [['--demo'], {}, 'so --demo was not applied'],
    [[], { DRAGOMAN_TOKEN: 'a-token-of-sixteen' }, 'so DRAGOMAN_TOKEN was not applied'],
    [['--port', '9999', '--model', 'm', '--demo'], {}, 'so port 9999, model m and --demo were not applied'],
  ])('with %j and %j says what was not applied', (parameters, environment, line) => {
    const told = second(parameters, environment);
    expect(told.code).toBe(3);
    expect(told.line).toContain(line);
    expect(told.line).not.toContain('a-token-of-sixteen');
  });

  test('refuses all options while the running app is not known', () => {
    expect(second(['--port', '9080'], {}, null).code).toBe(3);
    expect(second([], {}, null).code).toBe(0);
  });

  test('names the demo, and may be one itself', () => {
    expect(second(['--demo'], {}, { ...running, demo: true })).toMatchObject({
      line: expect.stringContaining('already running as the demo;'),
      code: 0,
    });
  });

  test.each([
    [{ hidden: true }, true],
    [{ hidden: false }, false],
    [null, false],
    ['hidden', false],
  ])('sends %j: hidden %s', (data, hidden) => {
    expect(isHiddenStart(data)).toBe(hidden);
  });
});
