import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { chatBody, untilPrinted, useHeadlessProgram } from './__fixtures__/headless-program.ts';

const headless = useHeadlessProgram();

describe.runIf(process.platform === 'linux')('on a terminal', () => {
  /** Clears the screen, names the window, rings, writes a link, turns the text; C1 as one character; a carriage return over a line. */
  const hostile = '\u001b[2J\u001b]0;title\u0007\u0008\u009b31m\u202ereversed\u2066\r\u000b\u007f\u0000\u2028 end';
  /** What a terminal acts on, but for the line ends that the terminal itself makes of line breaks. */
  // oxlint-disable-next-line no-control-regex
  const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
  const cleaned = (text: string): string => text.replaceAll('\r\n', '\n');

  it('control characters of bodies, headers and errors are printed as escapes', async () => {
    const raw = createHttpServer((request, response) => {
      request.resume();
      response.setHeader('request-id', 'req_\u0085\u009b');
      if (request.url?.includes('stream') === true) response.setHeader('content-type', 'text/event-stream');
      response.writeHead(request.url?.includes('models') === true ? 404 : 529);
      response.end(`{"type":"error","error":{"type":"overloaded_error","message":"${hostile}"}} ${hostile}`);
    });
    headless.servers.push(raw);
    await new Promise<void>((done) => raw.listen(0, '127.0.0.1', done));
    // A listening TCP server has an address object.
    const { port } = raw.address() as AddressInfo;
    const child = headless.onTerminal(['--port', '0', '--endpoint', `http://127.0.0.1:${String(port)}/v1/messages`]);
    const printed = untilPrinted(child);
    const listening = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(await printed(/listening on \S+\s/))?.[1];
    await fetch(`http://127.0.0.1:${String(listening)}/v1/messages?stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-note': 'caf\u00e9 \u0085\u009b2J',
        'x-stainless-retry-count': '0',
      },
      body: JSON.stringify({ ...chatBody, user: hostile, metadata: { [hostile]: hostile } }),
    });
    const text = cleaned(await printed(/4\. What the client got[\s\S]*end[\s\S]*end/));
    expect(acting.exec(text)).toBeNull();
    expect(text).toContain(
      String.raw`\u001b[2J\u001b]0;title\u0007\u0008\u009b31m\u202ereversed\u2066\u000d\u000b\u007f\u0000\u2028 end`,
    );
  });

  it.each([
    ['an option', [`--${hostile}`]],
    ['its value', ['--port', hostile]],
    ['a file name', ['--config', `/nowhere/${hostile.replaceAll('\u0000', '')}`]],
    ['two lines', ['--port', 'x\ndragoman listening on http://127.0.0.1:1/v1']],
  ])('control characters of a bad command line are printed as escapes: %s', async (_what, parameters) => {
    const child = headless.onTerminal(parameters.map((one) => one.replaceAll('\u0000', '')));
    const text = cleaned(await untilPrinted(child)(/dragoman: [^\n]*\n/));
    expect(acting.exec(text)).toBeNull();
    expect(text).toMatch(/^dragoman: [^\n]+\n$/);
  });
});
