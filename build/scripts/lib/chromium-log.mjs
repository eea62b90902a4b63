// Keeps Chromium's own log lines off the terminal: on a machine without a system bus or a GPU there are dozens of them.

/** `[pid:tid:MMDD/hhmmss.micros:LEVEL:file(line)] text`, the same on all platforms; the thread is left out for the main one. */
const chromiumLine = /^\[\d+(?::\d+)?:\d{4}\/\d{6}(?:\.\d+)?:(?:VERBOSE\d*|INFO|WARNING|ERROR|FATAL)[:\]]/;
/** Xlib and GDK when the X server ends. */
const displayLine =
  /Fatal IO error \d+|X connection (?:error|to \S+ broken)|Lost connection to Wayland|Error reading events from display/;
/** Frames of the stack that follows a fatal line. */
const stackLine = /^#\d+ 0x[0-9a-f]+/;
const fatalLine = /:FATAL[:\]]/;

/**
 * Filters a program's stderr line by line.
 * @param {(text: string) => void} write receives what is left, with its line breaks
 */
export function createChromiumLogFilter(write) {
  let rest = '';
  let dropping = false;
  let fatal = false;

  /** @param {string} line with its line break, if it has one */
  function take(line) {
    const ownFatal = displayLine.test(line) || (chromiumLine.test(line) && fatalLine.test(line));
    fatal ||= ownFatal;
    dropping = ownFatal || chromiumLine.test(line) || (dropping && stackLine.test(line));
    if (!dropping) write(line);
  }

  return {
    /** @param {string} text cut anywhere */
    push(text) {
      const lines = (rest + text).split(/(?<=\n)/);
      rest = lines.at(-1)?.endsWith('\n') === true ? '' : (lines.pop() ?? '');
      for (const line of lines) take(line);
    },
    end() {
      if (rest !== '') take(rest);
      rest = '';
    },
    /** True when Chromium ended the program by itself, as it does when the display goes away. */
    get fatal() {
      return fatal;
    },
  };
}

/**
 * True when the developer asked for these lines.
 * @param {NodeJS.ProcessEnv} environment
 */
export function wantsChromiumLog(environment) {
  return Boolean(environment['DRAGOMAN_CHROMIUM_LOG'] || environment['ELECTRON_ENABLE_LOGGING']);
}
