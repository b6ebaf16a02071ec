import { checklist, countChecklist, levelOf } from './checklist/index.ts';
import { pdfPage, pixelsPerMetre, toPdfPoint, toPixel } from './paper.ts';
import type { Plan } from './plan-model.ts';
import { areas, controlPoints, enterprise, sheet, site } from './site.ts';

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** What tests may rely on: sizes, known places, numbers of things. */
export function plantFacts(plan: Plan): string {
  const events = checklist.flatMap((object) => object.units.flatMap((unit) => unit.events));
  const residualLevels: Record<string, number> = { 重大: 0, 较大: 0, 一般: 0, 低: 0, 未评估: 0 };
  for (const event of events) {
    const level = event.residual ? levelOf(event.residual) : '未评估';
    residualLevels[level] = (residualLevels[level] ?? 0) + 1;
  }
  const facts = {
    enterprise,
    site: { widthMetres: site.width, heightMetres: site.height },
    sheet,
    areas: areas.map(({ code, name }) => ({ code, name })),
    dxf: {
      version: 'AC1015', codePage: 'ANSI_936', encoding: 'gbk', insertUnits: 6,
      layers: plan.layers.map((layer) => layer.name), layersOff: plan.layers.filter((layer) => layer.off).map((layer) => layer.name),
      blocks: plan.blocks.map((block) => block.name), entities: countKinds(plan),
    },
    png: {
      width: (sheet.maxX - sheet.minX) * pixelsPerMetre, height: (sheet.maxY - sheet.minY) * pixelsPerMetre, metresPerPixel: 1 / pixelsPerMetre,
      controlPoints: controlPoints.map((plant) => ({ pixel: toPixel(plant).map(round), plant })),
    },
    pdf: {
      pageMm: [pdfPage.widthMm, pdfPage.heightMm], scale: pdfPage.scale,
      controlPoints: controlPoints.map((plant) => ({ point: toPdfPoint(plant).map(round), plant })),
    },
    checklist: {
      ...countChecklist(), residualLevels,
      unassessedUnits: checklist.flatMap((object) => object.units).filter((unit) => unit.events.every((event) => event.residual === null)).map((unit) => unit.name),
    },
    zones: areas.length,
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

function countKinds(plan: Plan): Record<string, number> {
  const types = { line: 'LINE', polyline: 'LWPOLYLINE', circle: 'CIRCLE', arc: 'ARC', hatch: 'HATCH', text: 'TEXT', mtext: 'MTEXT', insert: 'INSERT', dimension: 'DIMENSION' } as const;
  const counts: Record<string, number> = {};
  for (const { kind } of plan.items) counts[types[kind]] = (counts[types[kind]] ?? 0) + 1;
  return counts;
}
