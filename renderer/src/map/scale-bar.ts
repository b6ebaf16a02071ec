import type { MapTexts } from './map-types.ts';

/** The largest of 1, 2 or 5 times a power of ten that is not above `most`. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const lead = most / power;
  // The small allowance keeps 10 ** -2 and its like from falling one step short.
  return power * (lead >= 5 - 1e-9 ? 5 : lead >= 2 - 1e-9 ? 2 : 1);
}

/** A length with its unit, in kilometres from 1,000 m on; `unit` null means metres. */
export function lengthText(length: number, texts: MapTexts, unit: string | null = null): string {
  const number = (value: number): string => String(Number(value.toPrecision(6)));
  if (unit !== null) return `${number(length)} ${unit}`;
  return length >= 1000 ? `${number(length / 1000)} ${texts.kilometre}` : `${number(length)} ${texts.metre}`;
}
