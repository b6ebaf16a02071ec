import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import DxfParser from 'dxf-parser';
import { describe, expect, it } from 'vitest';
import { readDxf } from '#electron/adapters/dxf/read-dxf.ts';
import type { ParsedDrawing } from '#shared/contract/ports.ts';
import { corpus } from '../../fixtures/layouts/corpus.ts';
import { opened } from '../../fixtures/layouts/make.ts';

/** What a person counts in these files (and what a second reader finds): entities of the ENTITIES section, parts not counted. */
const expected: Readonly<Record<string, { readonly entities: number; readonly drawn: number }>> = {
  'georeferenced-footprint.dxf': { entities: 1, drawn: 1 },
  'hatches_2.dxf': { entities: 11, drawn: 11 },
  'insert_bricscad_level_1.dxf': { entities: 24, drawn: 24 },
  'mechanical-sheet.dxf': { entities: 11_858, drawn: 11_858 },
  'text.dxf': { entities: 224, drawn: 218 },
  // Twelve of the model and the frames of five pictures.
  'viewports.dxf': { entities: 36, drawn: 17 },
  'visibility.dxf': { entities: 6, drawn: 6 },
};

const damaged = new Set(['recover01.dxf']);
const files = corpus();
const read = (path: string, recover = false): ParsedDrawing => readDxf(readFileSync(path), { fileName: 'real.dxf', recover, onProgress: () => undefined });

describe.skipIf(files.length === 0)('real drawings', () => {
  it.each(files.filter(({ name }) => !damaged.has(name)))('$name: every entity is drawn or named', ({ name, path }) => {
    const { parsed, drawing } = opened(read(path));
    if (expected[name]) expect({ entities: parsed.entities, drawn: parsed.drawn }).toEqual(expected[name]);
    expect(parsed.drawn).toBeGreaterThan(0);
    expect(parsed.notShown.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(parsed.entities - parsed.drawn);
    expect(drawing.coordinates.every(Number.isFinite)).toBe(true);
    const { minX, minY, maxX, maxY } = parsed.bounds;
    expect(maxX - minX + maxY - minY).toBeGreaterThan(0);
  });

  it('viewports.dxf: its sheet shows the model through eleven viewports, and the pictures by their file', () => {
    const file = files.find(({ name }) => name === 'viewports.dxf');
    if (!file) throw new Error('viewports.dxf is not among the real drawings');
    const model = opened(read(file.path)), sheet = opened(readDxf(readFileSync(file.path), { fileName: 'real.dxf', recover: false, page: 2, onProgress: () => undefined }));
    expect(model.parsed.notShown.find(({ reason }) => reason === 'notShown.image')).toMatchObject({ type: 'IMAGE image1.jpg', count: 5 });
    expect(sheet.parsed).toMatchObject({ page: 2, pages: 2, entities: 19, drawn: 18 });
    // Eleven frames and seven titles of its own; the rest comes from the model.
    expect(sheet.paths.length).toBeGreaterThan(30);
    expect(sheet.drawing.texts.length).toBeGreaterThan(7);
    expect(sheet.parsed.bounds.maxX - sheet.parsed.bounds.minX).toBeLessThan(25);
  });

  it('recover01.dxf is refused with its line, and read with recovery', () => {
    const file = files.find(({ name }) => name === 'recover01.dxf');
    if (!file) throw new Error('recover01.dxf is not among the real drawings');
    expect(() => read(file.path)).toThrow(expect.objectContaining({ code: 'error.layout.dxfSyntax', params: expect.objectContaining({ line: expect.any(Number) }) }));
    expect(read(file.path, true).drawn).toBeGreaterThan(1400);
  });
});

interface Parsed { readonly type: string; readonly [field: string]: unknown }
interface Point { readonly x: number; readonly y: number }

const compared = ['LINE', 'LWPOLYLINE', 'CIRCLE', 'ARC', 'TEXT', 'INSERT', 'POLYLINE', 'ELLIPSE', 'SPLINE', 'MTEXT', 'DIMENSION', 'SOLID', 'POINT'];
const count = (types: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const type of types) if (compared.includes(type)) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};

describe.skipIf(files.length === 0)('against other readers', () => {
  // dxf-parser gives up on the damaged file.
  const whole = files.filter(({ name }) => !damaged.has(name));

  it.each(whole)('$name: dxf-parser sees the same entities at the same places', ({ path }) => {
    const text = readFileSync(path, 'latin1');
    const theirs = (new DxfParser().parseSync(text)?.entities ?? []) as unknown as Parsed[];
    expect(count(theirs.map(({ type }) => type))).toEqual(count(typesIn(text)));
    const ours = opened(read(path));
    const points = pointSet(ours);
    for (const entity of theirs.filter(isPlainText)) {
      const { x, y } = entity['startPoint'] as Point;
      const near = ours.drawing.texts.some((placed) => Math.abs(placed.x + ours.drawing.origin[0] - x) < 1e-6 && Math.abs(placed.y + ours.drawing.origin[1] - y) < 1e-6);
      expect(near, `text at ${x}, ${y}`).toBe(true);
    }
    for (const entity of theirs) for (const point of cornersOf(entity)) expect(points(point), `${entity.type} at ${point.x}, ${point.y}`).toBe(true);
  });

  it.each(whole)('$name: data-model counts as many entities in model and paper space', async ({ path }) => {
    const library = createRequire(import.meta.url)('@mlightcad/data-model') as DataModel;
    const database = new library.AcDbDatabase();
    const bytes = readFileSync(path);
    await database.read(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), { readOnly: true }, 'dxf');
    const parsed = read(path);
    const inPaper = parsed.notShown.filter(({ reason }) => reason === 'notShown.paperSpace').reduce((sum, entry) => sum + entry.count, 0);
    expect(parsed.entities - inPaper).toBe([...database.tables.blockTable.modelSpace.newIterator()].length);
  });
});

interface DataModel {
  readonly AcDbDatabase: new () => {
    read(data: ArrayBuffer, options: { readonly readOnly: boolean }, type: 'dxf'): Promise<void>;
    readonly tables: { readonly blockTable: { readonly modelSpace: { newIterator(): Iterable<unknown> } } };
  };
}

/** Types in the ENTITIES section by plain text search: independent of the reader that is tested. */
function typesIn(text: string): string[] {
  const section = /\n\s*2\r?\n\s*ENTITIES\r?\n([\s\S]*?)\n\s*0\r?\nENDSEC/.exec(text)?.[1] ?? '';
  return [...`\n${section}`.matchAll(/\n\s*0\r?\n([A-Z0-9_]+)/g)].map((match) => match[1] ?? '').filter((type) => !['VERTEX', 'SEQEND', 'ATTRIB'].includes(type));
}

/** A text that stands at its first point: left on the base line, not turned round, not blank. */
function isPlainText(entity: Parsed): boolean {
  return entity.type === 'TEXT' && !entity['halign'] && !entity['valign'] && entity['inPaperSpace'] !== true && entity['visible'] !== false
    && (entity['extrusionDirectionZ'] ?? 1) === 1 && String(entity['text'] ?? '').trim() !== '';
}

/** Points that a drawing must have of an entity in the plane without extrusion. */
function cornersOf(entity: Parsed): Point[] {
  if (entity['inPaperSpace'] === true || entity['visible'] === false || (entity['extrusionDirectionZ'] ?? 1) !== 1) return [];
  if (entity.type === 'LINE' || (entity.type === 'LWPOLYLINE' && !entity['width'])) return entity['vertices'] as Point[];
  if (entity.type === 'CIRCLE') { const centre = entity['center'] as Point; return [{ x: centre.x + (entity['radius'] as number), y: centre.y }]; }
  if (entity.type === 'ARC') {
    const centre = entity['center'] as Point, radius = entity['radius'] as number;
    return ['startAngle', 'endAngle'].map((key) => ({ x: centre.x + radius * Math.cos(entity[key] as number), y: centre.y + radius * Math.sin(entity[key] as number) }));
  }
  return [];
}

/** Whether a drawing has a point within its own 32-bit precision of another. */
function pointSet({ drawing }: ReturnType<typeof opened>): (point: Point) => boolean {
  const { bounds, origin, coordinates } = drawing;
  const grid = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) * 1e-6;
  const cells = new Set<string>();
  const key = (x: number, y: number): string => `${x},${y}`;
  for (let i = 0; i < coordinates.length; i += 2) cells.add(key(Math.round(((coordinates[i] ?? 0)) / grid), Math.round((coordinates[i + 1] ?? 0) / grid)));
  return ({ x, y }) => {
    const column = Math.round((x - origin[0]) / grid), row = Math.round((y - origin[1]) / grid);
    for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) if (cells.has(key(column + dx, row + dy))) return true;
    return false;
  };
}
