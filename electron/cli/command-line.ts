/** Command line and environment of headless mode, a public contract. Pure: maps texts to options or one error line. */

import { parseArgs } from 'node:util';
import { validateEndpoint } from '#shared/settings/endpoint.ts';
import { settingsSchema } from '#shared/settings/schema.ts';

export interface HeadlessOptions {
  /** 0 takes a free one; null: as configured. */
  readonly port: number | null;
  readonly endpoint: string | null;
  readonly model: string | null;
  /** Path of a file with the configuration table as JSON. */
  readonly config: string | null;
  readonly dataFolder: string | null;
  readonly demo: boolean;
  /** ANTHROPIC_API_KEY. Never an option: arguments are visible to every user of the machine. */
  readonly environmentKey: string | null;
  /** DRAGOMAN_TOKEN: clients must show it. */
  readonly environmentToken: string | null;
  /** Print each finished exchange to stderr. */
  readonly showPairs: boolean;
}

export type CommandLine =
  | { readonly kind: 'run'; readonly options: HeadlessOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** One line for stderr; the exit code is 2. */
  | { readonly kind: 'bad'; readonly line: string };

export const HELP = `Usage: dragoman [options]

A local proxy: OpenAI-compatible in, Anthropic Messages out.

  --port N          port on 127.0.0.1, 0 picks a free one   (DRAGOMAN_PORT, default 9080)
  --endpoint URL    the Messages endpoint                   (DRAGOMAN_ENDPOINT)
  --model ID        the Claude model                        (DRAGOMAN_MODEL)
  --config FILE     the configuration table as JSON
  --data-dir DIR    where settings are kept                 (DRAGOMAN_DATA_DIR)
  --demo            answer from the built-in mock server; no key, no network
  --help, --version

The key comes from ANTHROPIC_API_KEY or from the keychain, never from an option.
With DRAGOMAN_TOKEN set, clients must show its value as their API key.
With DRAGOMAN_SHOW_PAIR set, each exchange is printed with its four messages.
`;

/** An option overrides its environment variable; an empty variable counts as unset. */
export function readCommandLine(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine {
  let values;
  let tokens;
  try {
    ({ values, tokens } = parseArgs({
      args: [...parameters],
      allowPositionals: false,
      tokens: true,
      options: {
        port: { type: 'string' },
        endpoint: { type: 'string' },
        model: { type: 'string' },
        config: { type: 'string' },
        'data-dir': { type: 'string' },
        demo: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    }));
  } catch (error) {
    return bad(explainParseError(error));
  }
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const repeated = repeatedOption(tokens);
  if (repeated !== null) return bad(`--${repeated} is given more than once`);

  const given = (option: string | undefined, name: string): Given | null => {
    if (option !== undefined) return { value: option.trim(), source: '' };
    const value = environment[name]?.trim() ?? '';
    return value === '' ? null : { value, source: ` (from ${name})` };
  };
  const port = given(values.port, 'DRAGOMAN_PORT');
  const endpoint = given(values.endpoint, 'DRAGOMAN_ENDPOINT');
  const model = given(values.model, 'DRAGOMAN_MODEL');
  const token = given(undefined, 'DRAGOMAN_TOKEN');
  const problem =
    (port && validatePort(port)) ??
    (endpoint && validateUrl(endpoint)) ??
    (model && validateModel(model)) ??
    (token && validateToken(token)) ??
    validateFiles(values);
  if (problem !== null) return bad(problem);
  return {
    kind: 'run',
    options: {
      port: port === null ? null : Number(port.value),
      endpoint: endpoint?.value ?? null,
      model: model?.value ?? null,
      config: values.config ?? null,
      dataFolder: given(values['data-dir'], 'DRAGOMAN_DATA_DIR')?.value ?? null,
      demo: values.demo ?? false,
      environmentKey: given(undefined, 'ANTHROPIC_API_KEY')?.value ?? null,
      environmentToken: token?.value ?? null,
      showPairs: given(undefined, 'DRAGOMAN_SHOW_PAIR') !== null,
    },
  };
}

interface Given {
  readonly value: string;
  readonly source: string;
}

function bad(line: string): CommandLine {
  return { kind: 'bad', line: `dragoman: ${line}` };
}

function validatePort({ value, source }: Given): string | null {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return null;
  return `--port must be a whole number from 0 to 65535, not "${printable(value)}"${source}`;
}

function validateUrl({ value, source }: Given): string | null {
  const verdict = validateEndpoint(value);
  return verdict.ok ? null : `--endpoint is not usable${source}: ${verdict.reason}`;
}

function validateModel({ value, source }: Given): string | null {
  const parsed = settingsSchema.shape.model.safeParse(value);
  return parsed.success ? null : `--model is not usable${source}: ${parsed.error.issues[0]?.message ?? 'not valid'}`;
}

/** Never quotes the value. */
function validateToken({ value }: Given): string | null {
  if (/^[\x21-\x7e]{16,512}$/.test(value)) return null;
  return 'DRAGOMAN_TOKEN must have 16 to 512 printable characters without spaces';
}

function validateFiles(values: { config?: string | undefined; 'data-dir'?: string | undefined }): string | null {
  if (values.config === '') return '--config needs the path of a file';
  return values['data-dir'] === '' ? '--data-dir needs the path of a folder' : null;
}

/** `parseArgs` would take the last value without a word. Of options without a value, two mean the same as one. */
function repeatedOption(
  tokens: readonly { readonly kind: string; readonly name?: string; readonly value?: unknown }[],
): string | null {
  const names = new Set<string>();
  for (const { kind, name, value } of tokens) {
    if (kind !== 'option' || name === undefined || value === undefined) continue;
    if (names.has(name)) return name;
    names.add(name);
  }
  return null;
}

/** Of Node's message for an option that needs a value and is followed by another option, or by nothing. */
const VALUE_MISSING = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:is ambiguous|missing)/;

/** Node's message, reduced to one line without its advice on positional arguments. */
function explainParseError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const option = VALUE_MISSING.exec(message)?.[1];
  if (option !== undefined) return `${option} needs a value; --help lists the options`;
  const first = message.split(/\.\s|\n/, 1)[0] ?? message;
  // The value of a mistyped option could be a key.
  return `${printable(first.replace(/=.*$/, ''))}; --help lists the options`;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}
