/** Text from elsewhere, as text: characters that hide, turn or control it are written as escapes. */

const hidden = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]`;

/** Of a script that is spelled with joiners: Arabic and its relatives, and those of India and around. */
const joined = 'Arab Syrc Mong Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt'
  .split(' ')
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/**
 * Controls but for tab and line break, formats (bidirectional, invisible), the separators that editors take for line ends, and
 * halves of surrogate pairs; not the joiners between the parts of one emoji or inside a word, which hide nothing.
 */
export const hiddenCharacters = new RegExp(
  [
    // First of all, so that what it costs to look at an ordinary character stays small.
    hidden,
    String.raw`(?<![\t\n])`,
    String.raw`(?<!\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?\u200D(?=\p{Extended_Pictographic}))`,
    String.raw`(?<![${joined}][\u200C\u200D])`,
  ].join(''),
  'gu',
);

/** The escape of one character, as JSON and JavaScript write it. */
export function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** The text with such characters as escapes; line breaks and tabs stay. */
export function visible(text: string): string {
  return text.replaceAll(hiddenCharacters, escapeOf);
}
