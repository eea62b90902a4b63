/** Texts made of what shells interpret. */

import fc from 'fast-check';

const pieces = fc.constantFrom(
  "'", '"', '\\', '$', '`', '!', '\n', '\r', '\t', '\0', '\u001b[201~', '\u009b', '\u202e', '%s', '%PATH%', '^', '&', '|', '<', '>', '(',
  ')', '$(id)', '@', ' ', '~', '#', '-', '--', '*', '?', '[', '{', ';', '=', '\u007f', '1', 'a', '\u2018', '\u2019', '\u201a', '\u201b', '\u201c',
  '\\"', '\\\\"', '\\n', '\\0', '日本', '😀', '\ud800',
);

export const shellText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
);
