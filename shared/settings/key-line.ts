/**
 * The value in one line of a shell, of a settings file, of code or of an HTTP header: `export NAME="value"`, `$env:NAME = 'value'`,
 * `"name": "value",`, `x-api-key: value`, `Bearer value`. Pure.
 */

export interface KeyLine {
  readonly value: string;
  /** The line names a key, a token or a header in front of the value. */
  readonly named: boolean;
}

const PROMPT = /^(?:PS [^>]*>|[$%>#]) +/;
/** Commands that set a variable (sh, csh, fish, cmd, Dockerfile), options of docker and curl, declarations, an entry of a YAML list. */
const COMMAND =
  /^(?:export|declare|typeset|setenv|setx|set|env|arg|const|let|var|-e|--env|-H|--header|-)(?: +(?:-\w+|--\w+))* +/i;
/** `NAME=`, `name:`, `"name": `, `$env:NAME =`, `config.api_key =>`. */
const NAME =
  /^["']?\$?\{?(?:env:)?[\w.-]*(?:key|token|authorization|secret)[\w-]*\}?(?:["']?\]?\s*(?:=>|:=|=|:)\s*|["']? +(?=\S+$))/i;
const SCHEME = /^(?:bearer|x-api-key) +/i;

/** @param line without line breaks */
export function readKeyLine(line: string): KeyLine {
  let value = line;
  let named = false;
  for (;;) {
    const before = value;
    value = withoutEnds(value.trim()).replace(PROMPT, '').replace(COMMAND, '');
    const unnamed = value.replace(NAME, '').replace(SCHEME, '');
    named ||= unnamed !== value;
    value = unnamed;
    if (value === before) return { value, named };
  }
}

/** Takes off punctuation of lists, a line continuation, an escaped line break, brackets of an object, and quotes; also a single one. */
function withoutEnds(value: string): string {
  return value
    .replace(/^[{[(]+ */, '')
    .replace(/^["']+/, '')
    .replace(/(?:\s+[\\^]|\\[nr]|[,;)}\]\s])+$/, '')
    .replace(/["']+$/, '');
}
