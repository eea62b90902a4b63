/** JSON values as multi-line literals of TypeScript and Python that evaluate to the value itself. */

import { ExactNumber, isJsonNumber } from '../../json/exact-number.ts';

export type Language = 'typescript' | 'python';

/**
 * Strings may hold any characters: the literal contains only printable ones.
 *
 * @param value a JSON value
 * @param indent spaces of the line that the literal starts on
 */
export function literal(value: unknown, language: Language, indent = 0): string {
  const step = language === 'typescript' ? 2 : 4;
  if (typeof value === 'string') return stringLiteral(value, language);
  if (value instanceof ExactNumber && value.text !== '-0') return value.text;
  if (isJsonNumber(value)) return numberLiteral(value, language);
  if (typeof value === 'boolean') {
    if (language === 'typescript') return String(value);
    return value ? 'True' : 'False';
  }
  if (typeof value !== 'object' || value === null) return language === 'typescript' ? 'null' : 'None';
  const items = Array.isArray(value)
    ? value.map((item: unknown) => literal(item, language, indent + step))
    : Object.entries(value).map(
        ([key, item]) => `${keyLiteral(key, language)}: ${literal(item, language, indent + step)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  const space = Array.isArray(value) || language === 'python' ? '' : ' ';
  // Measured before joining, so that a large value is joined once, not once for each level.
  const length = items.reduce((total, item) => total + item.length + 2, indent);
  if (length < 62 && !items.some((item) => item.includes('\n'))) {
    return `${open}${space}${items.join(', ')}${space}${close}`;
  }
  const inner = ' '.repeat(indent + step);
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${' '.repeat(indent)}${close}`;
}

function numberLiteral(number: number | ExactNumber, language: Language): string {
  const value = number.valueOf();
  if (!Object.is(value, -0)) return String(value);
  return language === 'typescript' ? '-0' : '-0.0';
}

/** `__proto__: x` in an object literal sets the prototype instead of defining a member. */
function keyLiteral(key: string, language: Language): string {
  if (language === 'python') return stringLiteral(key, language);
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : stringLiteral(key, language);
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
/**
 * Control and format characters (bidi, zero width), unusual line ends, lone surrogates, and characters that a string literal must
 * escape.
 */
const ESCAPED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\]/gu;

function stringLiteral(text: string, language: Language): string {
  const mark = language === 'typescript' && !text.includes("'") ? "'" : '"';
  const escaped = text.replaceAll(ESCAPED, (character) => SHORT_ESCAPES[character] ?? codeEscape(character, language));
  return mark + escaped.replaceAll(mark, `\\${mark}`) + mark;
}

function codeEscape(character: string, language: Language): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return language === 'typescript' ? `\\u{${code.toString(16)}}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
