/** How numbers, durations, sizes and times are written in the window. Pure; units always, thin spaces between thousands. */

const THIN_SPACE = '\u2009';
const MISSING = '–';

/** `18044` -> `18 044` with thin spaces. */
export function formatCount(value: number | null): string {
  if (value === null) return MISSING;
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
}

/** Milliseconds -> `640 ms`, `1.24 s`, `12.4 s`, `2 min 05 s`. */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) return MISSING;
  if (milliseconds < 0.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Milliseconds of up time -> `less than a minute`, `12 min`, `3 h 12 min`, `2 d 4 h`. */
export function formatUptime(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Bytes -> `812 B`, `4.2 kB`, `1.3 MB` (decimal units). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** How long ago, short enough for a column: `now`, `12 s`, `3 min`, `2 h`, then the date. */
export function formatAgo(then: number, now: number): string {
  const seconds = Math.floor((now - then) / 1000);
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return new Date(then).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The absolute local time with milliseconds, for the hover and the detail: `2026-11-22 14:02:11.045`. */
export function formatMoment(then: number): string {
  const date = new Date(then);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `1 request`, `2 requests`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `claude-sonnet-5-5` -> `sonnet-5-5`: in a column every id has the same prefix. */
export function shortModel(model: string): string {
  return model.replace(/^claude-/, '');
}

/** USD to a tenth of a cent: `$0.012`, `$1.204`; less than that is `<$0.001`. */
export function formatCost(dollars: number | null): string {
  if (dollars === null) return MISSING;
  if (dollars !== 0 && dollars < 0.0005) return '<$0.001';
  return `$${dollars.toFixed(3)}`;
}

/** @returns the message without its hint, which errors sent to clients carry because most tools show nothing else */
export function withoutHint(message: string, hint: string | null): string {
  if (hint === null || hint === '' || !message.endsWith(hint)) return message;
  return message.slice(0, -hint.length).trim() || message;
}
