import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

it('xlsx.mjs of @e965/xlsx 0.20.3 is byte for byte the build that was reviewed', () => {
  const bytes = readFileSync(createRequire(import.meta.url).resolve('xlsx/xlsx.mjs'));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe('1a0fb062ee9781b13f6687371b202aaefc53b6ce55b530c027e01f9c087b77db');
});
