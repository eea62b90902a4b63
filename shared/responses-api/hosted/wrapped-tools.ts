/**
 * Functions that stand for OpenAI's tools which the client runs itself.
 * Source: `FunctionShellTool`, `LocalShell`, `ApplyPatchTool` and `ToolSearchTool` in the `openai` package, and their calls.
 */

const SHELL_SCHEMA = {
  type: 'object',
  properties: {
    commands: { type: 'array', items: { type: 'string' }, description: 'Shell commands, run one after the other.' },
    timeout_ms: { type: 'integer', description: 'Time limit of all commands together, in milliseconds.' },
    max_output_length: { type: 'integer', description: 'Longest output to return, in characters.' },
  },
  required: ['commands'],
} as const;

const LOCAL_SHELL_SCHEMA = {
  type: 'object',
  properties: {
    command: { type: 'array', items: { type: 'string' }, description: 'The program and its arguments.' },
    working_directory: { type: 'string', description: 'Where to run it.' },
    timeout_ms: { type: 'integer', description: 'Time limit in milliseconds.' },
    env: { type: 'object', additionalProperties: { type: 'string' }, description: 'Environment variables to set.' },
  },
  required: ['command'],
} as const;

const APPLY_PATCH_SCHEMA = {
  type: 'object',
  properties: {
    type: { type: 'string', enum: ['create_file', 'update_file', 'delete_file'] },
    path: { type: 'string', description: 'The file, relative to the workspace.' },
    diff: { type: 'string', description: 'A V4A diff: the content of a new file, or the changes to an existing one.' },
  },
  required: ['type', 'path'],
} as const;

/** Of a search for tools that the client describes without parameters. */
export const TOOL_SEARCH_SCHEMA = {
  type: 'object',
  properties: { query: { type: 'string', description: 'What the tool should be able to do.' } },
  required: ['query'],
} as const;

export const wrappedTools = {
  shell: {
    description: 'Runs shell commands on the user\u2019s machine and returns their output.',
    parameters: SHELL_SCHEMA,
  },
  local_shell: {
    description: 'Runs one program on the user\u2019s machine and returns its output.',
    parameters: LOCAL_SHELL_SCHEMA,
  },
  apply_patch: { description: 'Creates, changes or deletes one file.', parameters: APPLY_PATCH_SCHEMA },
} as const;
