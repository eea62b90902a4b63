import { describe, expect, it } from 'vitest';
import { recogniseTool } from './client-tool.ts';

describe('recogniseTool', () => {
  it.each([
    [{ 'user-agent': 'OpenAI/JS 6.49.0' }, 'openai-node'],
    [{ 'user-agent': 'AsyncOpenAI/Python 2.1.0' }, 'openai-python'],
    [{ 'user-agent': 'codex_cli_rs/0.169.0 (Debian 12; x86_64)', originator: 'codex_cli_rs' }, 'codex'],
    [{ 'user-agent': 'claude-cli/2.1.0 (external, cli)' }, 'claude-code'],
    [{ 'user-agent': 'QwenCode/0.9.0 (linux; x64)' }, 'qwen-code'],
    [{ 'user-agent': 'OpenAI/JS 5.0.0', 'x-title': 'Cline' }, 'cline'],
    [{ 'user-agent': 'Anthropic/JS 1.12.0' }, 'anthropic-node'],
    [{ 'user-agent': 'curl/8.5.0' }, 'curl'],
    [{ 'user-agent': 'dragoman/0.1.0' }, 'dragoman'],
    [{ 'user-agent': 'MyTool/1.0 (something)' }, 'mytool'],
    [{ 'user-agent': '<script>' }, null],
    [{}, null],
  ])('%o is %s', (headers, tool) => {
    expect(recogniseTool(headers)).toBe(tool);
  });
});
