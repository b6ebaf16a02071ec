import type { GridDate } from '#shared/checklist/grid.ts';

/** The day that a serial number means in the 1900 or the 1904 calendar; null where it is no day of either. */
export function dateOf(serial: number, date1904: boolean): GridDate | null {
  if (!(serial >= 1) || serial > 2_958_465) return null;
  const day = Math.floor(serial) + (date1904 ? 1462 : 0);
  // Excel counts a 29 February 1900 that never was.
  const date = new Date((day - (day < 60 ? 25_568 : 25_569)) * 86_400_000);
  return { serial, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
