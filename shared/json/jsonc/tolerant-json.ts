/**
 * Reads JSON as people and other programs write it: with a byte order mark, comments and trailing commas (JSONC). What cannot be read
 * is reported with its line and column. Pure.
 */

import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';

export type TolerantJson =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      /** From 1. */
      readonly line: number;
      /** From 1, in UTF-16 code units, as editors count. */
      readonly column: number;
      /** What is wrong there; quotes nothing of the text. */
      readonly reason: string;
    };

const BYTE_ORDER_MARK = /^\uFEFF/;

const REASONS: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a name in double quotes was expected',
  ValueExpected: 'a value was expected',
  ColonExpected: 'a colon was expected',
  CommaExpected: 'a comma was expected',
  CloseBraceExpected: 'a closing brace was expected',
  CloseBracketExpected: 'a closing bracket was expected',
  EndOfFileExpected: 'the text should end here',
  UnexpectedEndOfComment: 'a comment does not end',
  UnexpectedEndOfString: 'a text does not end on its line',
  InvalidSymbol: 'this is no value: texts need double quotes',
  InvalidNumberFormat: 'this is no number',
  UnexpectedEndOfNumber: 'this is no number',
  InvalidUnicode: 'this is no character code',
  InvalidEscapeCharacter: 'this is no escape: a backslash is written twice',
  InvalidCharacter: 'there is a control character, which must be escaped',
};

/** @param text of any length; nesting that exceeds the stack is refused */
export function readTolerantJson(text: string): TolerantJson {
  const plain = text.replace(BYTE_ORDER_MARK, '');
  try {
    return { ok: true, value: JSON.parse(plain) };
  } catch {
    return readJsonc(plain);
  }
}

/** `line 3, column 7: a comma was expected` */
export function describeJsonFault(fault: Extract<TolerantJson, { ok: false }>): string {
  return `line ${String(fault.line)}, ${describeColumn(fault)}`;
}

/** The same for a text of one line: `column 7: a comma was expected` */
export function describeColumn({ column, reason }: Extract<TolerantJson, { ok: false }>): string {
  return `column ${String(column)}: ${reason}`;
}

function readJsonc(text: string): TolerantJson {
  const errors: ParseError[] = [];
  let value: unknown;
  try {
    value = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: false });
  } catch {
    return { ok: false, line: 1, column: 1, reason: 'it is nested too deeply' };
  }
  const [first] = errors;
  if (first === undefined) return { ok: true, value };
  const before = text.slice(0, first.offset).split(/\r\n?|\n/);
  return {
    ok: false,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    reason: REASONS[printParseErrorCode(first.error)] ?? 'this is not JSON',
  };
}
