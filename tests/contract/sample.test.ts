import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as DataModel from '@mlightcad/data-model';
import DxfParser from 'dxf-parser';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawnFiles, fontsInstalled, plainFiles } from '../../scripts/make-sample/files.ts';

const sample = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`../../resources/sample/${name}`, import.meta.url)));
const facts = JSON.parse(sample('plant.json').toString('utf8')) as {
  enterprise: { name: string; companyCode: string };
  areas: { code: string; name: string }[];
  dxf: { layers: string[]; layersOff: string[]; blocks: string[]; entities: Record<string, number> };
  png: { width: number; height: number; controlPoints: { pixel: [number, number]; plant: [number, number] }[] };
  checklist: { objects: number; units: number; events: number; measures: number; residualLevels: Record<string, number>; unassessedUnits: string[] };
};

describe('remaking the sample', () => {
  it('gives the committed bytes for the files that need no font', async () => {
    for (const [name, bytes] of await plainFiles()) expect(Buffer.from(bytes).equals(sample(name)), `${name} is as its script makes it`).toBe(true);
  });

  it.runIf(fontsInstalled())('gives the same picture size and a PDF of the same length for the drawn files', async () => {
    const drawn = await drawnFiles();
    expect(pngSize(Buffer.from(drawn.get('plant.png') ?? []))).toEqual([facts.png.width, facts.png.height]);
    const pdf = Buffer.from(drawn.get('plant.pdf') ?? []);
    expect(Math.abs(pdf.length - sample('plant.pdf').length)).toBeLessThan(sample('plant.pdf').length * 0.05);
  });

  it('keeps every file below 1 MiB', () => {
    for (const name of ['plant.dxf', 'plant.png', 'plant.pdf', 'plant.json', 'checklist.xlsx', 'zones.geojson']) expect(sample(name).length).toBeLessThan(1024 * 1024);
  });
});

describe('plant.dxf', () => {
  const text = new TextDecoder('gbk', { fatal: true }).decode(sample('plant.dxf'));

  it('is GBK and not UTF-8', () => {
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(sample('plant.dxf'))).toThrow();
    expect(text).toContain('液氨球罐区');
    // A character beyond GBK is escaped as AutoCAD does it, not lost.
    expect(text).toContain('VN=2000m\\U+00B3');
    expect(text).not.toContain('?');
    expect(text.startsWith('  0\r\nSECTION\r\n  2\r\nHEADER\r\n')).toBe(true);
  });

  it('is read by dxf-parser with the same entities, layers and units', () => {
    const drawing = new DxfParser().parseSync(text);
    if (!drawing) throw new Error('not read');
    const header = drawing.header as Record<string, unknown>;
    expect(header['$INSUNITS']).toBe(6);
    expect(header['$DWGCODEPAGE']).toBe('ANSI_936');
    expect(Object.keys(drawing.tables.layer.layers).sort()).toEqual([...facts.dxf.layers].sort());
    expect(facts.dxf.layersOff).toEqual(['辅助线']);
    expect(drawing.tables.layer.layers['辅助线']?.visible).toBe(false);
    expect(Object.keys(drawing.blocks)).toEqual(expect.arrayContaining(facts.dxf.blocks));
    // dxf-parser knows no HATCH.
    const { HATCH: _unknown, ...known } = facts.dxf.entities;
    expect(countBy(drawing.entities.map((entity) => entity.type))).toEqual(known);
  });

  it('is read by data-model with the same entities, hatches included, and Chinese texts', async () => {
    // Its ES module imports directories, which Node refuses; the CommonJS build does not.
    const { AcDbDatabase, AcDbFileType } = createRequire(import.meta.url)('@mlightcad/data-model') as typeof DataModel;
    const database = new AcDbDatabase();
    const bytes = sample('plant.dxf');
    await database.read(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer, { minimumChunkSize: 1_000_000 } as never, AcDbFileType.DXF as never);
    const entities = [...database.tables.blockTable.modelSpace.newIterator()];
    expect(entities.length).toBe(Object.values(facts.dxf.entities).reduce((sum, count) => sum + count, 0));
    const texts = entities.map((entity) => (entity as unknown as { textString?: string }).textString);
    for (const { code, name } of facts.areas) expect(texts).toContain(`${code} ${name}`);
  });
});

describe('plant.png', () => {
  it('has its stated size', () => {
    expect(pngSize(sample('plant.png'))).toEqual([facts.png.width, facts.png.height]);
    expect(facts.png.controlPoints.map(({ plant }) => plant)).toEqual([[0, 0], [420, 300]]);
    // Six pixels a metre: worked by hand from the sheet's corner (-40, 330).
    expect(facts.png.controlPoints.map(({ pixel }) => pixel)).toEqual([[240, 1980], [2760, 180]]);
  });
});

describe('checklist.xlsx', () => {
  const book = new ExcelJS.Workbook();
  beforeAll(async () => { await book.xlsx.load(new Uint8Array(sample('checklist.xlsx')).buffer as ArrayBuffer); });
  const sheet = (): ExcelJS.Worksheet => {
    const found = book.getWorksheet('风险清单');
    if (!found) throw new Error('no sheet');
    return found;
  };
  /** Data rows start below three title rows and a head of two. */
  const rows = (): ExcelJS.Row[] => Array.from({ length: sheet().rowCount - 5 }, (_, i) => sheet().getRow(6 + i));
  const texts = (column: number): string[] => rows().map((row) => String(row.getCell(column).value ?? ''));
  const number = (row: ExcelJS.Row, column: number): number => Number(row.getCell(column).master.result ?? row.getCell(column).value);

  it('holds the stated numbers of rows, at least 300 measures', () => {
    expect(rows().length).toBe(facts.checklist.measures);
    expect(rows().length).toBeGreaterThanOrEqual(300);
    expect(texts(1)).toEqual(rows().map((_, i) => String(i + 1)));
    expect(new Set(texts(2)).size).toBe(facts.checklist.objects);
    expect(new Set(texts(7)).size).toBe(facts.checklist.units);
    expect(new Set(texts(8)).size).toBe(facts.checklist.events);
  });

  it('has every measure described once, with a class, a check and a cycle', () => {
    for (const column of [18, 19, 20, 22, 23, 25, 26]) expect(texts(column).filter((text) => text === '')).toEqual([]);
    for (const row of rows()) expect(number(row, 24)).toBeGreaterThan(0);
    expect(new Set(rows().map((row) => `${String(row.getCell(8).value)} ${String(row.getCell(22).value)}`)).size).toBe(rows().length);
  });

  it('has levels by the LS cut-offs, R as product, and no residual risk above the inherent', () => {
    const seen = new Set<string>();
    for (const row of rows()) {
      if (row.getCell(10).value === null) continue;
      for (const [l, s, r, level] of [[10, 11, 12, 13], [14, 15, 16, 17]] as const) {
        const score = number(row, l) * number(row, s);
        expect(number(row, r)).toBe(score);
        expect(row.getCell(level).value).toBe(score >= 20 ? '重大' : score >= 15 ? '较大' : score >= 9 ? '一般' : '低');
      }
      expect(number(row, 16)).toBeLessThanOrEqual(number(row, 12));
      seen.add(String(row.getCell(17).value));
    }
    expect([...seen].sort()).toEqual(['一般', '低', '较大', '重大'].sort());
  });

  it('leaves exactly two units unassessed', () => {
    const assessed = new Map<string, boolean>();
    for (const row of rows()) assessed.set(String(row.getCell(7).value), (assessed.get(String(row.getCell(7).value)) ?? false) || row.getCell(14).value !== null);
    const unassessed = [...assessed].filter(([, yes]) => !yes).map(([name]) => name);
    expect(unassessed).toEqual(facts.checklist.unassessedUnits);
    expect(unassessed).toHaveLength(2);
  });

  it('merges objects, units and events downwards and the head over two rows', () => {
    const merges = new Set(sheet().model.merges);
    for (const merge of ['A1:Z1', 'A4:A5', 'J4:M4', 'N4:Q4']) expect(merges).toContain(merge);
    expect([...merges].filter((merge) => /^B\d+:B\d+$/.test(merge)).length).toBe(facts.checklist.objects + 1);
    expect(Object.keys(unzipSync(sample('checklist.xlsx')))).toContain('xl/worksheets/sheet1.xml');
  });
});

describe('zones.geojson', () => {
  const zones = JSON.parse(sample('zones.geojson').toString('utf8')) as {
    features: { properties: { name: string; code: string; units: string[] }; geometry: { coordinates: [number, number][][] } }[];
  };

  it('has a zone for every area, every unit in one, and one zone of unassessed units alone', () => {
    expect(zones.features.map(({ properties: { code, name } }) => ({ code, name }))).toEqual(facts.areas);
    const units = zones.features.flatMap(({ properties }) => properties.units);
    expect(units.length).toBe(facts.checklist.units);
    expect(new Set(units).size).toBe(facts.checklist.units);
    const grey = zones.features.filter(({ properties }) => properties.units.every((unit) => facts.checklist.unassessedUnits.includes(unit)));
    expect(grey.map(({ properties }) => properties.name)).toEqual(['机修车间']);
  });

  it('has closed counter-clockwise rings inside the fence, and touching zones share their vertices', () => {
    const rings = zones.features.map(({ geometry }) => geometry.coordinates[0] ?? []);
    for (const ring of rings) {
      expect(ring[0]).toEqual(ring.at(-1));
      let area = 0;
      ring.forEach(([x, y], i) => { const [nx, ny] = ring[i + 1] ?? [x, y]; area += x * ny - nx * y; });
      expect(area).toBeGreaterThan(0);
      for (const [x, y] of ring) expect(x >= 0 && x <= 420 && y >= 0 && y <= 300).toBe(true);
    }
    // No vertex of one zone lies inside an edge of another without being a vertex there too.
    for (const a of rings) for (const b of rings) {
      if (a === b) continue;
      for (const [x, y] of a) b.slice(1).forEach(([x2, y2], i) => {
        const [x1, y1] = b[i] ?? [x2, y2];
        const across = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
        const along = (x - x1) * (x - x2) + (y - y1) * (y - y2);
        expect(across === 0 && along < 0, `(${x}, ${y}) inside an edge`).toBe(false);
      });
    }
  });
});

function pngSize(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
