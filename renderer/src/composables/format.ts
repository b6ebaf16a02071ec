import { language, t } from '../locales/index.ts';

export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.length - fileNameOf(path).length - 1));
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-21 14:05` in the machine's time zone; with seconds where asked. */
export function dateTime(instant: string | number, seconds = false): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  const time = `${two(date.getHours())}:${two(date.getMinutes())}${seconds ? `:${two(date.getSeconds())}` : ''}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** How long ago `instant` was, in words: numbers that matter carry their age. `now` in milliseconds. */
export function age(instant: string | number, now: number): string {
  const seconds = Math.max(0, Math.round((now - new Date(instant).getTime()) / 1000));
  if (seconds < 10) return t('age.now');
  if (seconds < 60) return t('age.seconds', { n: seconds });
  if (seconds < 3600) return t('age.minutes', { n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t('age.hours', { n: Math.floor(seconds / 3600) });
  return t('age.days', { n: Math.floor(seconds / 86_400) });
}

/** A number with grouping and at most `digits` decimals, in the present language. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString(language(), { maximumFractionDigits: digits, minimumFractionDigits: 0 });
}

/** A number with exactly `digits` decimals and no grouping, for coordinates. */
export function fixed(value: number, digits: number): string {
  return value.toFixed(digits);
}

export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
