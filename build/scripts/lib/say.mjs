// The scripts' output, always on stderr, because stdout belongs to the program that is run.

const colour = process.stderr.isTTY && !process.env['NO_COLOR'];

/**
 * @param {number} code SGR colour code
 * @param {string} text
 */
function paint(code, text) {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** @param {string} text */
export const bold = (text) => paint(1, text);
/** @param {string} text */
export const dim = (text) => paint(2, text);
/** @param {string} text */
export const red = (text) => paint(31, text);
/** @param {string} text */
export const green = (text) => paint(32, text);
/** @param {string} text */
export const yellow = (text) => paint(33, text);

/**
 * Prints one line.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Prints a warning.
 * @param {string} text
 */
export function warn(text) {
  say(yellow(text));
}

/**
 * Milliseconds as people read them: `0.4 s`, `12 s`, `3 min 5 s`.
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs a script's main function; a failure is one clear message and exit code 1, with the stack only on request.
 * @param {() => Promise<number | void>} main resolves to the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const text = error instanceof Error ? (process.env['DEBUG'] ? error.stack : error.message) : String(error);
    say(red(`dragoman: ${text}`));
    process.exitCode = 1;
  }
}
