import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDxf } from '#electron/adapters/dxf/read-dxf.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { plantLayoutSchema } from '#shared/model/plant-layout.ts';
import { block, dxf, layer, layers, tags } from '../../fixtures/layouts/make.ts';

/** Machines that run tests beside other work are slow; a hang is far longer. */
const seconds = 25;

/** Reads within the time, as a drawing in which everything fits together and can be kept, or as an error made for a person. */
function readsOrRefuses(source: string | Uint8Array, options: { readonly recover?: boolean; readonly page?: number } = {}): void {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const start = performance.now();
  try {
    const parsed = readDxf(bytes, { fileName: 'hostile.dxf', recover: options.recover ?? false, page: options.page ?? 1, onProgress: () => undefined });
    const drawing = unpackDrawing(parsed.derived);
    expect(drawing.coordinates.every(Number.isFinite)).toBe(true);
    expect(drawing.texts.every((text) => [text.x, text.y, text.height, text.rotation, text.widthFactor ?? 1].every(Number.isFinite) && text.height > 0)).toBe(true);
    const names = new Set(drawing.layers.map(({ name }) => name));
    expect(drawing.styles.every(({ dash = [1], layer: name }) => dash.every((length) => length >= 0 && length < Infinity) && names.has(name))).toBe(true);
    expect(names.size).toBe(drawing.layers.length);
    expect(parsed.drawn).toBeLessThanOrEqual(parsed.entities);
    plantLayoutSchema.pick({ notShown: true, bounds: true }).parse({ notShown: parsed.notShown, bounds: parsed.bounds });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    expect(thrown.params['file']).toBe('hostile.dxf');
  }
  expect(performance.now() - start).toBeLessThan(seconds * 1000);
}

/** Values that programs and attackers write: plain, extreme, broken. */
const value = fc.oneof(
  fc.double({ min: -1e4, max: 1e4, noNaN: true }).map(String), fc.integer({ min: -5, max: 40 }).map(String),
  fc.constantFrom('1e308', '-1e308', '99999999999999999999', 'nan', '', '0', '1e-320', '2147483647', '-2147483648', 'ANY', 'B0', 'B1', '*Paper_Space', 'ByBlock', '{\\H0x;\\S^;', '\\P\\P%%', 'A1', 'L0'),
);
const types = ['LINE', 'LWPOLYLINE', 'POLYLINE', 'CIRCLE', 'ARC', 'ELLIPSE', 'SPLINE', 'HATCH', 'TEXT', 'MTEXT', 'INSERT', 'MULTILEADER', 'LEADER', 'IMAGE', 'VIEWPORT', 'MLINE', 'DIMENSION', 'ACAD_TABLE', 'SOLID', 'ATTDEF', 'POINT', '3DFACE', 'ACAD_PROXY_ENTITY'] as const;
const codes = [1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 30, 40, 41, 42, 43, 44, 45, 46, 48, 49, 50, 51, 52, 53, 60, 62, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 90, 91, 92, 93, 94, 95, 96, 97, 101, 102,
  140, 170, 210, 220, 230, 280, 290, 291, 296, 300, 301, 302, 303, 304, 305, 340, 341, 360, 370, 420, 450, 1000, 1071] as const;
const tag = fc.tuple(fc.constantFrom(...codes), value);
const entity = fc.tuple(fc.constantFrom(...types), fc.array(tag, { maxLength: 30 })).map(([type, list]) => tags(0, type, 8, '0', ...list.flat()));
const entities = fc.array(entity, { minLength: 1, maxLength: 8 }).map((list) => list.join(''));

describe('entities of any tags', () => {
  it('in any section are drawn, named or refused', () => {
    fc.assert(fc.property(entities, entities, entities, fc.array(tag, { maxLength: 30 }), fc.constantFrom(1, 2, 3), fc.boolean(), (model, first, second, object, page, recover) => {
      const text = dxf({
        header: tags(9, '$LTSCALE', 40, 2, 9, '$INSUNITS', 70, 6),
        tables: layers(layer('0', 7), tags(0, 'LAYER', 5, 'L0', 2, 'L0', 70, 1, 62, -3, ...object.flat())) + tags(0, 'LTYPE', 2, 'ANY', ...object.flat()) + tags(0, 'STYLE', 2, 'ANY', ...object.flat()),
        blocks: block('B0', first) + block('B1', second), entities: model,
      });
      const objects = ['DICTIONARY', 'SPATIAL_FILTER', 'IMAGEDEF', 'LAYOUT'].map((type) => tags(0, type, 5, 'A1', 330, 'A1', ...object.flat())).join('');
      readsOrRefuses(text.replace(/0\nEOF\n$/, tags(0, 'SECTION', 2, 'OBJECTS') + objects + tags(0, 'ENDSEC', 0, 'EOF')), { page, recover });
    }), { numRuns: 300, interruptAfterTimeLimit: 40_000 });
  }, 60_000);

  it('with noise in their group codes are read or refused', () => {
    const noise = fc.tuple(fc.nat(), fc.constantFrom('-1', '99999', '1x', ' ', '10 ', '\t10', '070', '5000', '999'));
    const text = dxf({ blocks: block('B0', tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 1)), entities: types.map((type) => tags(0, type, 8, '0', 2, 'B0', 10, 1, 20, 2, 11, 3, 21, 4, 40, 1, 1, 'T')).join('') });
    const lines = text.split('\n');
    fc.assert(fc.property(fc.array(noise, { minLength: 1, maxLength: 5 }), fc.boolean(), (changes, recover) => {
      const changed = [...lines];
      for (const [at, code] of changes) changed[(at % (lines.length >> 1)) * 2] = code;
      readsOrRefuses(changed.join('\n'), { recover });
    }), { numRuns: 200 });
  });

  it('random bytes after a proper beginning are read or refused', () => {
    const head = new TextEncoder().encode(tags(0, 'SECTION', 2, 'ENTITIES', 0, 'LINE', 8, '0'));
    const binaryHead = Buffer.concat([Buffer.from('AutoCAD Binary DXF\r\n\x1a\0', 'latin1'), Buffer.from([0, 0]), Buffer.from('SECTION\0'), Buffer.from([2, 0]), Buffer.from('ENTITIES\0'), Buffer.from([0, 0]), Buffer.from('LINE\0')]);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), fc.boolean(), (rest, isBinary, recover) => {
      readsOrRefuses(Buffer.concat([isBinary ? binaryHead : head, rest]), { recover });
    }), { numRuns: 300 });
  });
});

describe('drawings that unfold', () => {
  const insert = (name: string, ...more: (string | number)[]): string => tags(0, 'INSERT', 8, '0', 2, name, 10, 0, 20, 0, ...more);
  const one = tags(0, 'LINE', 8, '0', 10, 0, 20, 0, 11, 1, 21, 1);

  it.each([
    ['blocks nested a hundred deep', dxf({ blocks: Array.from({ length: 100 }, (_, i) => block(`N${i}`, i === 0 ? one : insert(`N${i - 1}`))).join(''), entities: insert('N99') + one })],
    ['blocks that each hold the one before ten times', dxf({ blocks: Array.from({ length: 12 }, (_, i) => block(`N${i}`, i === 0 ? one : insert(`N${i - 1}`).repeat(10))).join(''), entities: insert('N11') })],
    ['an array of 32,767 by 32,767 of an empty-looking block', dxf({ blocks: block('B', tags(0, 'XLINE', 8, '0', 10, 0, 20, 0)), entities: insert('B', 70, 32_767, 71, 32_767, 44, 1, 45, 1) })],
    ['an array with negative and broken counts', dxf({ blocks: block('B', one), entities: insert('B', 70, -5, 71, 1e9, 44, 'nan', 45, 1e308) })],
    ['a hatch of a hundred million pattern lines', dxf({ entities: tags(0, 'HATCH', 8, '0', 10, 0, 20, 0, 30, 0, 2, 'LINE', 70, 0, 71, 0, 91, 1, 92, 2, 72, 0, 73, 1, 93, 4, 10, 0, 20, 0, 10, 1e6, 20, 0, 10, 1e6, 20, 1e6, 10, 0, 20, 1e6, 97, 0, 75, 0, 76, 1, 52, 0, 41, 1, 77, 0, 78, 1, 53, 0, 43, 0, 44, 0, 45, 0, 46, 0.01, 79, 2, 49, 0.01, 49, -0.01) })],
    ['a hatch that promises two billion boundaries', dxf({ entities: tags(0, 'HATCH', 8, '0', 91, 2_000_000_000, 92, 2, 93, 2_000_000_000, 10, 0, 20, 0) })],
    ['a spline that promises two billion knots', dxf({ entities: tags(0, 'SPLINE', 8, '0', 71, 3, 72, 2_000_000_000, 73, 2_000_000_000, 40, 0, 10, 0, 20, 0) + one })],
    ['a text of 300,000 characters without a blank in a narrow box', dxf({ entities: tags(0, 'MTEXT', 8, '0', 10, 0, 20, 0, 40, 1, 41, 3, 71, 1, 1, '罐'.repeat(300_000)) })],
    ['braces and codes without end', dxf({ entities: tags(0, 'MTEXT', 8, '0', 10, 0, 20, 0, 40, 1, 71, 1, 1, '{\\H1e9x;'.repeat(50_000)) })],
    ['a hundred thousand layers', dxf({ tables: layers(...Array.from({ length: 100_000 }, (_, i) => layer(`L${i}`, 1))), entities: Array.from({ length: 100_000 }, (_, i) => tags(0, 'LINE', 8, `L${i}`, 10, 0, 20, 0, 11, 1, 21, 1)).join('') })],
    ['ten thousand kinds of unknown things', dxf({ entities: Array.from({ length: 10_000 }, (_, i) => tags(0, `X${i}`, 8, '0', 10, i, 20, 0)).join('') + one })],
  ])('%s', (_, text) => { readsOrRefuses(text); }, 60_000);

  it('a thousand viewports of a thousand entities stay within the limits', () => {
    const viewport = tags(0, 'VIEWPORT', 8, '0', 67, 1, 10, 0, 20, 0, 40, 10, 41, 10, 68, 2, 69, 2, 45, 10, 16, 0, 26, 0, 36, 1);
    readsOrRefuses(dxf({ entities: one.repeat(1000) + viewport.repeat(1000) }), { page: 2 });
  }, 60_000);
});
