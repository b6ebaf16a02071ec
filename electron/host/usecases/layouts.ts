import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DwgConverter } from '#shared/contract/dwg.ts';
import type { CallOutput, HostCalls } from '#shared/contract/index.ts';
import type { LayoutSummary } from '#shared/contract/layout.ts';
import type { ParseControl, ParsedDrawing } from '#shared/contract/ports.ts';
import { calibrate } from '#shared/geometry/calibration-report.ts';
import { affineOfScale, yDownOf } from '#shared/geometry/calibration.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Calibration, LayoutFormat, PlantLayout } from '#shared/model/plant-layout.ts';
import type { CallContext, Handlers, HostServices } from '../services.ts';
import { createChange, newRow, positionAfter, rowLabel, updateChange, type NewFields, type OwnFields } from '../stamp.ts';
import type { Content } from '../workspace.ts';
import { placeLayout, placementView, referenceChange, type LayoutPlacement } from './layout-placement.ts';

type LayoutHandlers = Pick<Handlers, 'layout/import' | 'layout/inspect' | 'layout/dwgConverter' | 'layout/update' | 'layout/list' | 'layout/content' | 'layout/calibrate'>;

const originalTypes: Readonly<Record<LayoutFormat, string>> = {
  dxf: 'image/vnd.dxf', dwg: 'image/vnd.dwg', png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', tiff: 'image/tiff', pdf: 'application/pdf', svg: 'image/svg+xml',
  geojson: 'application/geo+json', shp: 'application/vnd.shp',
};

/** The calls about plant layouts. */
export function layoutHandlers(services: HostServices): LayoutHandlers {
  return {
    'layout/import': (input, context) => importLayout(services, input, context),
    'layout/inspect': async ({ path }, context) => {
      const { format, count, pages } = await services.parsers.pages({ path }, controlOf(context));
      return { format, count, pages: [...pages] };
    },
    'layout/dwgConverter': ({ dwgConverter }) => services.parsers.dwgConverter(dwgConverter),
    'layout/update': ({ layoutId, fields }) => {
      const workspace = services.workspace();
      const layout = workspace.need('layout', layoutId);
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<OwnFields<'layout'>>;
      const change = updateChange('layout', layout, given, services);
      if (change !== null) workspace.commit({ command: 'layout/update', label: rowLabel('update', 'layout', layout) }, [change]);
      return summary(workspace.need('layout', layoutId));
    },
    'layout/list': () => services.workspace().all('layout').map(summary),
    'layout/content': ({ layoutId, previous, hash }) => {
      const workspace = services.workspace();
      const layout = workspace.need('layout', layoutId);
      const shown = previous ? layout.previous : layout;
      if (shown === null) throw new AppError('error.layout.noPrevious', { name: layout.name });
      const content = hash === undefined || hash === shown.derivedHash ? workspace.content(shown.derivedHash) : undefined;
      if (content === undefined) throw new AppError('error.layout.contentMissing', { name: layout.name });
      // A workspace's bytes are never shared memory, which is all that the wider type would allow.
      return { kind: shown.derivedKind, mediaType: content.mediaType, bytes: content.bytes as Uint8Array<ArrayBuffer> };
    },
    'layout/calibrate': ({ layoutId, points, fit }) => {
      const workspace = services.workspace();
      const layout = workspace.need('layout', layoutId);
      const { toPlant, report } = calibrate(fit, points, { yDown: yDownOf(layout.derivedKind), bounds: layout.bounds });
      const calibration: Calibration = { source: 'control-points', fit, toPlant, points };
      const change = updateChange('layout', layout, { calibration }, services);
      if (change !== null) workspace.commit({ command: 'layout/calibrate', label: { key: 'change.layoutCalibrate', params: { name: layout.name } } }, [change]);
      return { calibration, residuals: report.residuals.map(({ metres }) => metres), report };
    },
  };
}

/** A drawing to read, as `layout/import` and `layout/revise` take it. */
export interface ImportInput {
  readonly path: string;
  readonly name?: string | undefined;
  readonly recover: boolean;
  readonly scale?: number | undefined;
  readonly page?: number | undefined;
  readonly dwgConverter?: DwgConverter | undefined;
}

/** Parses in a worker first; the workspace is touched once, at the end, with row and bytes in one transaction. */
async function importLayout(services: HostServices, input: ImportInput, context: CallContext): Promise<CallOutput<HostCalls['layout/import']>> {
  const workspace = services.workspace();
  const { fields, contents, placement } = await readLayout(services, input, context);
  const name = input.name || fields.fileName.replace(/(.)\.[^.]*$/, '$1');
  const row: PlantLayout = newRow(services, 'layout', { ...fields, name: name.slice(0, 500), position: positionAfter(workspace.all('layout')) });
  workspace.commit({ command: 'layout/import', label: { key: 'change.layoutImport', params: { name: row.name } }, contents }, [
    ...referenceChange(services, placement), createChange('layout', row),
  ]);
  return importedLayout(row, placement);
}

/** What a drawing's file says of a layout, and the bytes to keep. */
export interface ReadLayout { readonly fields: Omit<NewFields<'layout'>, 'name' | 'position'>; readonly contents: readonly Content[]; readonly placement: LayoutPlacement | null }

/** Reads a drawing's file; nothing is written yet. */
export async function readLayout(services: HostServices, input: ImportInput, context: CallContext): Promise<ReadLayout> {
  const fileName = basename(input.path);
  const parsed = await services.parsers.drawing({ path: input.path, recover: input.recover, page: input.page, dwgConverter: input.dwgConverter }, controlOf(context));
  context.progress('progress.storeLayout', 0, 0);
  const original: Content = content(originalTypes[parsed.format], await readOriginal(input.path, fileName));
  const derived: Content = content(parsed.mediaType, parsed.derived);
  if (context.signal.aborted) throw new AppError('error.cancelled');
  // A factor that a person gave comes before what the file says of its place.
  const placement = parsed.placement === undefined || input.scale !== undefined ? null : placeLayout(services.workspace(), parsed.placement, parsed.bounds);
  return {
    fields: {
      fileName: fileName.slice(-255), format: parsed.format, encoding: parsed.encoding,
      originalHash: original.hash, derivedHash: derived.hash, derivedKind: parsed.derivedKind, bounds: parsed.bounds,
      entities: parsed.entities, drawn: parsed.drawn, notShown: [...parsed.notShown], calibration: placement?.calibration ?? calibrationOf(parsed, input.scale), epsg: placement?.epsg ?? null,
      page: parsed.page ?? 1, pages: parsed.pages ?? 1,
    },
    contents: original.hash === derived.hash ? [original] : [original, derived],
    placement,
  };
}

const controlOf = (context: CallContext): ParseControl => ({
  signal: context.signal, onProgress: ({ phase, done, total }) => { context.progress(phase, done, total); },
});

/** What is told of a layout that was just read. */
export function importedLayout({ id, format, encoding, bounds, calibration, entities, drawn, notShown }: PlantLayout, placement: LayoutPlacement | null = null): CallOutput<HostCalls['layout/import']> {
  return { layoutId: id, format, encoding, ...sizeInMetres(bounds, calibration), entities, drawn, notShown, placement: placement === null ? null : placementView(placement) };
}

async function readOriginal(path: string, file: string): Promise<Uint8Array> {
  return readFile(path).catch((thrown: unknown) => {
    throw new AppError('error.file.unreadable', { file, reason: thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown) });
  });
}

const content = (mediaType: string, bytes: Uint8Array): Content => ({ hash: createHash('sha256').update(bytes).digest('hex'), mediaType, bytes });

/** A factor that a person gave comes before the file's own unit; without both the layout waits for control points. */
function calibrationOf(parsed: ParsedDrawing, scale: number | undefined): Calibration | null {
  const factor = scale ?? parsed.metresPerUnit;
  if (factor === null) return null;
  const toPlant = affineOfScale(factor, { yDown: yDownOf(parsed.derivedKind), bounds: parsed.bounds });
  return { source: scale === undefined ? 'file-unit' : 'scale', toPlant, points: [] };
}

function sizeInMetres(bounds: Box, calibration: Calibration | null): { readonly widthMetres: number | null; readonly heightMetres: number | null } {
  if (calibration === null) return { widthMetres: null, heightMetres: null };
  // Each side by its own scale: an affine map may have two.
  const { a, b, d, e } = calibration.toPlant;
  return { widthMetres: (bounds.maxX - bounds.minX) * Math.hypot(a, d), heightMetres: (bounds.maxY - bounds.minY) * Math.hypot(b, e) };
}

function summary(layout: PlantLayout): LayoutSummary {
  const { id, name, fileName, format, derivedKind, bounds, calibration, notShown, entities, drawn, layers, rotation, boundary, page, pages, epsg, ignoredFindings, position, previous, derivedHash } = layout;
  return { id, name, fileName, format, derivedKind, bounds, calibration, notShown, entities, drawn, layers, rotation, boundary, page, pages, epsg, ignoredFindings, position, previous, contentHash: derivedHash };
}
