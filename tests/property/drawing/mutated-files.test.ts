import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDxf } from '#electron/adapters/dxf/read-dxf.ts';
import { readGeoJson } from '#electron/adapters/geojson/read-geojson.ts';
import { readPicture } from '#electron/adapters/raster/read-picture.ts';
import { readSvg } from '#electron/adapters/svg/read-svg.ts';
import { drawingFormat } from '#electron/workers/drawing-format.ts';
import type { ParsedDrawing } from '#shared/contract/ports.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { corpus } from '../../fixtures/layouts/corpus.ts';

const sample = (name: string): Uint8Array => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../resources/sample/${name}`, import.meta.url))));
const quiet = { fileName: 'mutant', recover: false, onProgress: () => undefined };

/** Changes that damage a file in transit or in a bad program: bytes replaced, parts taken out, doubled or moved, numbers blown up. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('byte' as const), at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.integer({ min: 1, max: 2000 }) }),
  fc.record({ kind: fc.constant('double' as const), at: fc.nat(), value: fc.integer({ min: 1, max: 2000 }) }),
  fc.record({ kind: fc.constant('number' as const), at: fc.nat(), value: fc.constantFrom('1e308', '-1', '99999999999999999999', 'nan', '', '0', '1e-320') }),
);
type Mutation = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function mutate(bytes: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  let current = Buffer.from(bytes);
  for (const { kind, at, value } of changes) {
    const place = current.length === 0 ? 0 : at % current.length;
    if (kind === 'byte') current[place] = value;
    else if (kind === 'cut') current = Buffer.concat([current.subarray(0, place), current.subarray(place + value)]);
    else if (kind === 'double') current = Buffer.concat([current.subarray(0, place + value), current.subarray(place)]);
    else {
      const text = current.toString('latin1');
      const next = /-?\d+(\.\d+)?/.exec(text.slice(place));
      if (next) current = Buffer.from(text.slice(0, place + next.index) + value + text.slice(place + next.index + next[0].length), 'latin1');
    }
  }
  return new Uint8Array(current);
}

/** Either a drawing in which everything fits together, or an error made for a person. */
async function readsOrRefuses(read: () => ParsedDrawing | Promise<ParsedDrawing>): Promise<void> {
  let parsed: ParsedDrawing;
  try {
    parsed = await read();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    expect(thrown.params['file']).toBe('mutant');
    return;
  }
  expect(parsed.drawn).toBeLessThanOrEqual(parsed.entities);
  expect(Object.values(parsed.bounds).every(Number.isFinite)).toBe(true);
  if (parsed.derivedKind !== 'vector') return;
  const drawing = unpackDrawing(parsed.derived);
  expect(drawing.coordinates.every(Number.isFinite)).toBe(true);
  expect(drawing.texts.every((text) => [text.x, text.y, text.height, text.rotation].every(Number.isFinite) && text.height > 0)).toBe(true);
}

const changes = fc.array(change, { minLength: 1, maxLength: 6 });
const runs = { numRuns: 40, interruptAfterTimeLimit: 20_000 };

describe('damaged files are read or refused, never worse', () => {
  const drawings = [{ name: 'plant.dxf', bytes: sample('plant.dxf') }, ...corpus().filter(({ name }) => name !== 'mechanical-sheet.dxf')
    .map(({ name, path }) => ({ name, bytes: new Uint8Array(readFileSync(path)) }))];

  it.each(drawings)('$name', async ({ bytes }) => {
    await fc.assert(fc.asyncProperty(changes, fc.boolean(), async (list, recover) => {
      await readsOrRefuses(() => readDxf(mutate(bytes, list), { ...quiet, recover }));
    }), { ...runs, numRuns: 15 });
  });

  it('GeoJSON', async () => {
    const bytes = sample('zones.geojson');
    await fc.assert(fc.asyncProperty(changes, (list) => readsOrRefuses(() => readGeoJson(mutate(bytes, list), quiet))), runs);
  });

  it('SVG', async () => {
    const text = '<?xml version="1.0"?><svg viewBox="0 0 420 297" width="420mm"><style>.a{fill:#123456;stroke:red}</style><g id="道路" transform="rotate(30 1 2) scale(2)">'
      + '<path class="a" d="M1 2C3 4 5 6 7 8A9 8 7 0 1 2 3zM4 5q1 2 3 4t5 6"/><rect x="1" y="2" width="3" height="4" rx="1"/><text x="1" y="2" font-size="3">储罐<tspan dy="1em">T-101</tspan></text></g><use href="#道路" x="3"/></svg>';
    const bytes = new TextEncoder().encode(text);
    await fc.assert(fc.asyncProperty(changes, (list) => readsOrRefuses(() => readSvg(mutate(bytes, list), quiet))), { ...runs, numRuns: 200 });
  });

  it('pictures', async () => {
    const bytes = sample('plant.png').slice();
    await fc.assert(fc.asyncProperty(changes, (list) => readsOrRefuses(() => readPicture(mutate(bytes, list), 'png', quiet))), { ...runs, numRuns: 8 });
  });

  it('random bytes under any name have a format or an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom('mutant', 'mutant.dxf', 'mutant.png', 'mutant.svg'), (bytes, name) => {
      try { expect(['dxf', 'png', 'jpg', 'pdf', 'svg', 'geojson']).toContain(drawingFormat(bytes, name)); } catch (thrown) { expect(thrown).toBeInstanceOf(AppError); }
    }), { numRuns: 500 });
  });
});
