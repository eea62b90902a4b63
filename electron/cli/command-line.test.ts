import { describe, expect, it } from 'vitest';
import { type HeadlessOptions, readCommandLine } from './command-line.ts';

const defaults: HeadlessOptions = {
  port: null,
  endpoint: null,
  model: null,
  config: null,
  dataFolder: null,
  demo: false,
  environmentKey: null,
  environmentToken: null,
  showPairs: false,
};

describe('the command line', () => {
  it.each<[parameters: string[], environment: Record<string, string>, options: Partial<HeadlessOptions>]>([
    [[], {}, {}],
    [['--port', '9081'], {}, { port: 9081 }],
    [['--port=0'], {}, { port: 0 }],
    [['--endpoint', 'http://127.0.0.1:8000/v1/messages'], {}, { endpoint: 'http://127.0.0.1:8000/v1/messages' }],
    [['--model', 'claude-opus-5-5', '--demo'], {}, { model: 'claude-opus-5-5', demo: true }],
    [['--config', 'apisix.json', '--data-dir', '/tmp/x'], {}, { config: 'apisix.json', dataFolder: '/tmp/x' }],
    [[], { DRAGOMAN_PORT: '0' }, { port: 0 }],
    [[], { DRAGOMAN_ENDPOINT: 'https://a.example/v1/messages' }, { endpoint: 'https://a.example/v1/messages' }],
    [[], { DRAGOMAN_MODEL: ' claude-haiku-5-5 ' }, { model: 'claude-haiku-5-5' }],
    [[], { DRAGOMAN_DATA_DIR: '/data' }, { dataFolder: '/data' }],
    [[], { DRAGOMAN_PORT: '', DRAGOMAN_MODEL: ' ' }, {}],
    [[], { ANTHROPIC_API_KEY: 'sk-ant-1' }, { environmentKey: 'sk-ant-1' }],
    [[], { DRAGOMAN_TOKEN: 'sk-dragoman-0123456789' }, { environmentToken: 'sk-dragoman-0123456789' }],
    [['--port', '1'], { DRAGOMAN_PORT: 'nonsense' }, { port: 1 }],
    [['--demo', '--demo'], {}, { demo: true }],
    [[], { DRAGOMAN_SHOW_PAIR: '1' }, { showPairs: true }],
  ])('%o with %o', (parameters, environment, options) => {
    expect(readCommandLine(parameters, environment)).toEqual({ kind: 'run', options: { ...defaults, ...options } });
  });

  it.each<[parameters: string[], environment: Record<string, string>, part: string]>([
    [['--port', 'abc'], {}, '--port must be a whole number from 0 to 65535, not "abc"'],
    [['--port', '65536'], {}, '--port must be'],
    [['--port', '-1'], {}, 'dragoman: '],
    [['--port', ''], {}, '--port must be'],
    [[], { DRAGOMAN_PORT: '1e3' }, '(from DRAGOMAN_PORT)'],
    [['--endpoint', 'http://example.org/v1/messages'], {}, 'Only https is allowed'],
    [['--endpoint', 'https://user:pass@example.org/'], {}, 'user name or password'],
    [['--model', 'a b'], {}, '--model is not usable'],
    [['--config', ''], {}, '--config needs'],
    [[], { DRAGOMAN_TOKEN: 'secret' }, 'DRAGOMAN_TOKEN must have 16'],
    [[], { DRAGOMAN_TOKEN: 'a secret with spaces in it' }, 'DRAGOMAN_TOKEN must have 16'],
    [['--nonsense'], {}, "Unknown option '--nonsense'"],
    [['--api-key=sk-ant-secret'], {}, '--api-key'],
    [['start'], {}, 'start'],
    ...['--port', '--endpoint', '--model', '--config', '--data-dir'].flatMap(
      (option): [string[], Record<string, string>, string][] => [
        [[option], {}, `${option} needs a value`],
        [[option, '--demo'], {}, `${option} needs a value`],
        [['--demo', option, '--port=0'], {}, `${option} needs a value`],
        [[option, '9', `${option}=9`], {}, `${option} is given more than once`],
        [[`${option}=secret`, option, 'secret'], {}, `${option} is given more than once`],
      ],
    ),
  ])('refuses %o with %o in one line', (parameters, environment, part) => {
    const result = readCommandLine(parameters, environment);
    if (result.kind !== 'bad') throw new Error('It was accepted.');
    expect(result.line).toContain(part);
    expect(result.line).toMatch(/^dragoman: [^\n]+$/);
    expect(result.line).not.toContain('secret');
  });

  it('prints help and version', () => {
    expect(readCommandLine(['--help'], {}).kind).toBe('help');
    expect(readCommandLine(['-v'], {}).kind).toBe('version');
  });
});
