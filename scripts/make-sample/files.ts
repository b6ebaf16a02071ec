import { existsSync } from 'node:fs';
import { checklistBook } from './checklist-book.ts';
import { checklist } from './checklist/index.ts';
import { DxfWriter } from './dxf-writer.ts';
import { plantFacts } from './facts.ts';
import { fonts, planPdf, planPng } from './paper.ts';
import { makePlan } from './plan.ts';
import { zonesGeoJson } from './zones.ts';

/** The sample's files that need no font: the same bytes wherever they are made. */
export async function plainFiles(): Promise<Map<string, Uint8Array>> {
  const plan = makePlan();
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  return new Map([
    ['plant.dxf', new DxfWriter(plan).bytes()],
    ['plant.json', text(plantFacts(plan))],
    ['checklist.xlsx', await checklistBook()],
    ['zones.geojson', text(zonesGeoJson(new Map(checklist.map((object) => [object.name, object.units.map((unit) => unit.name)]))))],
  ]);
}

/** Whether the fonts for the drawn files are installed (Debian: fonts-noto-cjk). */
export const fontsInstalled = (): boolean => existsSync(fonts.regular) && existsSync(fonts.bold);

/** The plan on paper and as a picture; their texts are drawn with Noto Sans CJK. */
export async function drawnFiles(): Promise<Map<string, Uint8Array>> {
  const plan = makePlan();
  return new Map([['plant.png', planPng(plan)], ['plant.pdf', await planPdf(plan)]]);
}
