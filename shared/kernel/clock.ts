import { z } from 'zod';

/** An instant as UTC text with milliseconds, `2026-11-22T01:22:20.000Z`: sorts as text, the same on every machine. */
export const instantSchema = z.iso.datetime({ precision: 3 });
export type Instant = string;

/** The current time. Passed in, so that tests can hold it still. */
export type Clock = () => Instant;

export const systemClock: Clock = () => new Date().toISOString();
