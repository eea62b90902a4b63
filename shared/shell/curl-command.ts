/** A request as a curl command for each shell. Keys are environment variables, never values. */

import { isArgument, printCommand, shellQuote } from './posix-quote.ts';
import type { Shell } from './shell.ts';
import { bytesOf, cmdQuote, isCmdLine, isPowerShellLine, powerShellQuote } from './windows-quote.ts';

export interface CurlRequest {
  readonly url: string;
  /** Options without values of the request: `--globoff`, `-X`, `PATCH`. */
  readonly options: readonly (readonly string[])[];
  /** A header whose value ends with an environment variable: `x-api-key: ` and `ANTHROPIC_API_KEY`. */
  readonly key: { readonly beginning: string; readonly variable: string } | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Linux limits one argument to 128 KiB; longer bodies are passed on standard input. In UTF-16 units of at most 3 bytes each. */
const MAX_ARGUMENT = 40_000;
/** cmd reads 8,191 characters of a line; a caret can double each. */
const MAX_CMD_ARGUMENT = 3000;
const MAX_CMD_LINE = 7600;

/** @throws {RangeError} when the URL or a header contains what no argument can: NUL, in Windows also control characters */
export function curlCommand(shell: Shell, request: CurlRequest): string {
  if (shell === 'powershell') return powerShellCommand(request);
  return shell === 'cmd' ? cmdCommand(request) : posixCommand(request);
}

function posixCommand({ url, options, key, headers, body }: CurlRequest): string {
  const lines = [`curl ${shellQuote(url)}`, ...options.map((words) => words.map(shellQuote).join(' '))];
  if (key !== null) lines.push(`-H "${key.beginning}$${key.variable}"`);
  for (const [name, value] of headers) lines.push(`-H ${shellQuote(`${name}: ${value}`)}`);
  const onLine = body.length <= MAX_ARGUMENT && isArgument(body);
  if (body !== '') lines.push(onLine ? `--data-raw ${shellQuote(body)}` : '--data-binary @-');
  const command = lines.join(' \\\n  ');
  return body === '' || onLine ? command : `${printCommand(body)} | ${command}`;
}

/**
 * Windows PowerShell passes quotes inside of arguments wrongly, so that the body and headers with quotes go through files that
 * .NET writes: UTF-8, byte for byte.
 */
function powerShellCommand({ url, options, key, headers, body }: CurlRequest): string {
  const before: string[] = [];
  const words = ['curl.exe', powerShellQuote(url.replaceAll('"', '%22')), ...options.flat().map(powerShellQuote)];
  if (key !== null) words.push('-H', `"${key.beginning}$env:${key.variable}"`);
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const inFile = lines.filter((line) => /["\\]/.test(line) || !isPowerShellLine(line));
  for (const line of lines.filter((other) => !inFile.includes(other))) words.push('-H', powerShellQuote(line));
  if (inFile.length > 0) {
    before.push(...powerShellFile('headers', `${inFile.join('\r\n')}\r\n`));
    words.push('-H', '"@$headers"');
  }
  if (body !== '') {
    before.push(...powerShellFile('body', body));
    words.push('--data-binary', '"@$body"');
  }
  const after =
    before.length === 0
      ? []
      : [
          `Remove-Item ${inFile.length > 0 ? '$headers' : ''}${inFile.length > 0 && body !== '' ? ', ' : ''}${body === '' ? '' : '$body'}`,
        ];
  return [...before, words.join(' '), ...after].join('\n');
}

function powerShellFile(name: string, text: string): string[] {
  const whole = text.toWellFormed();
  const write = isPowerShellLine(whole)
    ? `[IO.File]::WriteAllText($${name}, ${powerShellQuote(whole)})`
    : `[IO.File]::WriteAllBytes($${name}, [Convert]::FromBase64String('${bytesOf(whole)}'))`;
  return [`$${name} = [IO.Path]::GetTempFileName()`, write];
}

/** What is not one short line of ASCII goes through files, as base64 in lines that are short enough for cmd. */
function cmdCommand({ url, options, key, headers, body }: CurlRequest): string {
  const before: string[] = [];
  const words = ['curl.exe', cmdQuote(url), ...options.flat().map(cmdQuote)];
  if (key !== null) words.push('-H', `"${key.beginning}%${key.variable}%"`);
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const short = lines.every(isCmdLine) && lines.join('').length < MAX_CMD_ARGUMENT / 3;
  if (short) for (const line of lines) words.push('-H', cmdQuote(line));
  else {
    before.push(...cmdFile('headers', `${lines.join('\r\n')}\r\n`));
    words.push('-H', '"@%TEMP%\\dragoman-headers"');
  }
  if (body !== '' && isCmdLine(body) && body.length <= MAX_CMD_ARGUMENT / 2) words.push('--data-raw', cmdQuote(body));
  else if (body !== '') {
    before.push(...cmdFile('body', body));
    words.push('--data-binary', '"@%TEMP%\\dragoman-body"');
  }
  const after = before.length === 0 ? [] : ['del "%TEMP%\\dragoman-headers*" "%TEMP%\\dragoman-body*"'];
  return [...before, words.join(' '), ...after].join('\n');
}

function cmdFile(name: string, text: string): string[] {
  const path = `%TEMP%\\dragoman-${name}`;
  const pieces = bytesOf(text.toWellFormed()).match(new RegExp(`.{1,${MAX_CMD_LINE}}`, 'g')) ?? [];
  // The first one replaces the file, the others are added to it.
  const lines = pieces.map((piece, index) => `${index === 0 ? '>' : '>>'}"${path}.b64" echo ${piece}`);
  return [...lines, `certutil -f -decode "${path}.b64" "${path}" >nul`];
}
