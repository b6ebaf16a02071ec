import { statSync } from 'node:fs';
import path from 'node:path';
import { isZoneFormat } from '#shared/contract/exchange.ts';
import type { CallParsedInput, HostCalls } from '#shared/contract/index.ts';
import type { Exported } from '#shared/contract/checklist.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { PlantLayout } from '#shared/model/plant-layout.ts';
import type { RiskZone } from '#shared/model/risk-zone.ts';
import { composeSheet, stackPages } from '#shared/sheet/compose.ts';
import type { SheetInput, SheetPlan, SheetZone } from '#shared/sheet/input.ts';
import { formatMessage, type Language } from '#shared/text/index.ts';
import type { CallContext, Handlers, HostServices } from '../services.ts';
import { writeOut } from '../write-out.ts';
import { zoneFiles } from './zones-export.ts';

type MapInput = CallParsedInput<HostCalls['map/export']>;
type SheetOptions = Pick<MapInput, 'paper' | 'theme' | 'language'> & { readonly layoutId?: Id | undefined; readonly furtherZones?: SheetInput['furtherZones'] };

/** 300 dots an inch. */
const printDots = 300 / 25.4;

/** The calls that give the map out of the house. */
export function mapHandlers(services: HostServices): Pick<Handlers, 'map/export'> {
  return {
    'map/export': async (input, context): Promise<Exported> => {
      refuseOwnFile(services.workspace().path, input.out);
      const { files, holds } = await mapFiles(services, input, context);
      stopIfCancelled(context);
      context.progress('progress.sheet.write', 0, 0);
      let written: Exported | null = null;
      for (const { path: out, bytes } of files) {
        refuseOwnFile(services.workspace().path, out);
        written = { ...await writeOut(out, bytes), holds };
      }
      if (written === null) throw new Error('an export without a file');
      return written;
    },
  };
}

/**
 * The map sheet as a PNG of at most `maxBytes`, for packages (A3 at 300 dpi or fewer). null where no layout can be drawn to scale.
 * @throws AppError error.font.missing, error.map.pictureTooLarge, error.map.contentMissing
 */
export async function renderMapPng(
  services: HostServices, options: { readonly layoutId?: Id; readonly language?: Language; readonly maxBytes: number },
): Promise<Uint8Array | null> {
  if (options.layoutId === undefined && !services.workspace().all('layout').some((layout) => layout.calibration !== null)) return null;
  const input = sheetInput(services, {
    paper: 'A3', theme: 'engineering', language: options.language ?? 'zh-CN', layoutId: options.layoutId, furtherZones: 'counted',
  });
  const sheet = composeSheet(input);
  return services.painter.png(stackPages(sheet.pages), { dotsPerMm: printDots, maxBytes: options.maxBytes });
}

/** The files of an export, the one that was asked for last. */
async function mapFiles(services: HostServices, input: MapInput, context: CallContext): Promise<{ files: readonly { path: string; bytes: Uint8Array }[]; holds: Record<string, number> }> {
  const { format, out } = input;
  if (isZoneFormat(format)) {
    const { files, zones } = zoneFiles(services, { ...input, format });
    return { files, holds: countZones(zones) };
  }
  const one = (bytes: Uint8Array) => [{ path: out, bytes }];
  context.progress('progress.sheet.compose', 0, 0);
  const sheetOf = sheetInput(services, input);
  const { pages, denominator } = composeSheet(sheetOf);
  stopIfCancelled(context);
  context.progress('progress.sheet.paint', 0, 0);
  const holds = { ...countZones(sheetOf.zones), pages: pages.length, scale: Math.round(denominator) };
  if (format === 'pdf') return { files: one(await services.painter.pdf(pages)), holds };
  const whole = stackPages(pages);
  return { files: one(format === 'svg' ? await services.painter.svg(whole) : await services.painter.png(whole, { dotsPerMm: printDots })), holds };
}

function countZones(zones: readonly Pick<SheetZone, 'level' | 'unassessedUnits'>[]): Record<string, number> {
  const assessed = zones.filter((zone) => zone.level !== null).length;
  return {
    zones: zones.length, assessed, unassessed: zones.length - assessed,
    mayRise: zones.filter((zone) => zone.level !== null && zone.level > 1 && zone.unassessedUnits > 0).length,
  };
}

function sheetInput(services: HostServices, options: SheetOptions): SheetInput {
  const workspace = services.workspace();
  const [enterprise] = workspace.all('enterprise');
  // A workspace is made with its enterprise; without one it is no workspace.
  if (enterprise === undefined) throw new AppError('error.workspace.none');
  const layout = options.layoutId === undefined ? mainLayout(services) : workspace.need('layout', options.layoutId);
  const { name, calibration, bounds, rotation } = layout;
  return {
    enterprise: { name: enterprise.name, companyCode: enterprise.companyCode },
    // Without a scale the sheet is refused; then the drawing need not be opened.
    layout: { name, calibration, bounds, rotation, plan: calibration === null ? { kind: 'picture', mediaType: '', bytes: new Uint8Array() } : planOf(services, layout) },
    zones: sheetZones(services, workspace.children('zone', layout.id)),
    paper: options.paper, theme: options.theme, language: options.language,
    date: localDate(services.clock()), seq: workspace.head.seq,
    rulePack: { ...packName(services), unproven: unprovenParts(services, options.language) },
    ...(options.furtherZones === undefined ? {} : { furtherZones: options.furtherZones }),
  };
}

/** The layout that is meant when none is named: one to scale with zones, else one to scale, else the first. */
function mainLayout(services: HostServices): PlantLayout {
  const workspace = services.workspace();
  const layouts = workspace.all('layout');
  const scaled = layouts.filter((layout) => layout.calibration !== null);
  const layout = scaled.find(({ id }) => workspace.children('zone', id).length > 0) ?? scaled[0] ?? layouts[0];
  if (layout === undefined) throw new AppError('error.map.noLayout');
  return layout;
}

function planOf(services: HostServices, layout: PlantLayout): SheetPlan {
  const content = services.workspace().content(layout.derivedHash);
  if (content === undefined) throw new AppError('error.map.contentMissing', { layout: layout.name });
  if (layout.derivedKind !== 'vector') return { kind: 'picture', mediaType: content.mediaType, bytes: content.bytes };
  try {
    return { kind: 'vector', geometry: unpackDrawing(content.bytes), layers: layout.layers };
  } catch (cause) {
    throw new AppError('error.map.contentMissing', { layout: layout.name }, { cause });
  }
}

/** Departments and persons are those of the units; where a unit names none, its object's. */
function sheetZones(services: HostServices, zones: readonly RiskZone[]): SheetZone[] {
  const workspace = services.workspace();
  const units = new Map(workspace.all('unit').map((unit) => [unit.id, unit]));
  const objects = new Map(workspace.all('object').map((object) => [object.id, object]));
  const levels = services.levels();
  return zones.map((zone) => {
    const linked = zone.unitIds.flatMap((id) => units.get(id) ?? []);
    const { level, unassessed } = levels.zone(zone.id);
    return {
      name: zone.name, code: zone.code, rings: zone.rings, level, unassessedUnits: unassessed,
      units: linked.map((unit) => unit.name),
      departments: linked.map((unit) => unit.department || (objects.get(unit.objectId)?.department ?? '')),
      persons: linked.map((unit) => unit.liablePerson || (objects.get(unit.objectId)?.liablePerson ?? '')),
    };
  });
}

function packName(services: HostServices): { id: string; version: string } {
  const { id, version } = services.rulePack();
  return { id, version };
}

/** The parts of the rule pack that no good source backs: the sheet says that they are to be checked. */
function unprovenParts(services: HostServices, language: Language): string[] {
  const { methods, rollUp } = services.rulePack();
  const weak = (mark: string) => mark !== 'A';
  const parts = Object.values(methods).filter((method) => weak(method.source.mark))
    .map((method) => formatMessage(language, 'sheet.unproven.method', { method: method.id }));
  return weak(rollUp.source.mark) ? [...parts, formatMessage(language, 'sheet.unproven.rollUp')] : parts;
}

/** `YYYY-MM-DD` of an instant where the machine stands. */
function localDate(instant: string): string {
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Also by another name: a link, or other capitals where the file system takes them for the same. */
function refuseOwnFile(workspace: string, out: string): void {
  const [own, target] = [fileOf(workspace), fileOf(out)];
  if (own !== undefined && own === target) throw new AppError('error.map.ownFile', { file: path.basename(out) });
}

/** Device and number of a file; undefined where there is none, or where only writing will tell. */
function fileOf(name: string): string | undefined {
  try {
    const { dev, ino } = statSync(name, { bigint: true });
    return `${dev}/${ino}`;
  } catch {
    return undefined;
  }
}

function stopIfCancelled(context: CallContext): void {
  if (context.signal.aborted) throw new AppError('error.cancelled');
}
