import type { CallOutput, CallParsedInput, HostCalls } from '#shared/contract/index.ts';
import { differenceOf, type PlacedDrawing } from '#shared/drawing/difference.ts';
import type { DrawingGeometry } from '#shared/drawing/drawing.ts';
import { styleOpacities } from '#shared/drawing/layers.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import type { Box } from '#shared/geometry/frames.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Calibration, PlantLayout } from '#shared/model/plant-layout.ts';
import { zonesAtChanges } from '#shared/zones/zones-at-changes.ts';
import type { CallContext, Handlers, HostServices } from '../services.ts';
import { updateChange, type NewFields } from '../stamp.ts';
import type { Workspace } from '../workspace.ts';
import { referenceChange } from './layout-placement.ts';
import { importedLayout, readLayout } from './layouts.ts';

type RevisionCalls = 'layout/revise' | 'layout/difference' | 'layout/layers';
type Input<Name extends RevisionCalls> = CallParsedInput<HostCalls[Name]>;

/** Lines closer than this are the same line, in metres: less than a draughtsman means, more than rounding makes. */
const toleranceMetres = 0.02;
/** How close to a zone's border a change concerns the zone, in metres. */
const nearMetres = 1;
/** No more lines are sent to a window: more than this is another drawing, and says so by its number. */
const mostLines = 200_000;

/** The calls about a layout's drawing as it changes: a new revision, what it changes, and the drawing's layers. */
export function layoutRevisionHandlers(services: HostServices): Pick<Handlers, RevisionCalls> {
  return {
    'layout/revise': (input, context) => revise(services, input, context),
    'layout/difference': (input, context) => difference(services, input, context),
    'layout/layers': ({ layoutId }) => {
      const workspace = services.workspace();
      const layout = workspace.need('layout', layoutId);
      return layout.derivedKind === 'vector' ? layersOf(geometryOf(workspace, layout.derivedHash, layout.name)) : [];
    },
  };
}

async function revise(services: HostServices, input: Input<'layout/revise'>, context: CallContext): Promise<CallOutput<HostCalls['layout/revise']>> {
  services.workspace().need('layout', input.layoutId);
  const { fields, contents, placement } = await readLayout(services, input, context);
  // While the file was read, others may have worked.
  const workspace = services.workspace();
  const layout = workspace.need('layout', input.layoutId);
  // Another page of the same file is another drawing.
  if (fields.derivedHash === layout.derivedHash) throw new AppError('error.layout.sameRevision', { file: fields.fileName, name: layout.name });
  const { fileName, derivedHash, derivedKind, bounds, calibration } = layout;
  const placed = placedAs(layout, fields);
  const change = updateChange('layout', layout, {
    ...fields, calibration: placed.calibration, epsg: fields.epsg ?? (placed.by === 'before' ? layout.epsg : null), previous: { fileName, derivedHash, derivedKind, bounds, calibration, replacedAt: services.clock() },
  }, services);
  // Coordinates of the new file that place the drawing count in the system that the plant gets with it.
  const byFile = placed.by === 'before' ? null : placement;
  if (change !== null) workspace.commit({ command: 'layout/revise', label: { key: 'change.layoutRevise', params: { name: layout.name } }, contents }, [...referenceChange(services, byFile), change]);
  return { ...importedLayout(workspace.need('layout', layout.id), byFile), placedBy: placed.by };
}

/**
 * How a new revision lies in the plant. What a person calibrated stays where the new drawing is in the same coordinates: vectors that cover
 * half of each other, pictures of the same size. A unit that the file tells is taken from the new file.
 */
function placedAs(layout: PlantLayout, fields: Pick<NewFields<'layout'>, 'calibration' | 'derivedKind' | 'bounds'>): { calibration: Calibration | null; by: 'before' | 'file' | 'nothing' } {
  const before = layout.calibration;
  const vector = (kind: string): boolean => kind === 'vector';
  const sameFrame = vector(layout.derivedKind) === vector(fields.derivedKind)
    && (vector(fields.derivedKind) ? sharedPart(layout.bounds, fields.bounds) >= 0.5 : sameBox(layout.bounds, fields.bounds));
  const byPerson = before !== null && (before.source === 'control-points' || before.source === 'scale');
  if (sameFrame && (byPerson || fields.calibration === null) && before !== null) return { calibration: before, by: 'before' };
  return fields.calibration === null ? { calibration: null, by: 'nothing' } : { calibration: fields.calibration, by: 'file' };
}

/** The part of the smaller box that lies in the other, 0 to 1. */
function sharedPart(a: Box, b: Box): number {
  const overlap = (low: number, high: number): number => Math.max(0, high - low);
  const area = ({ minX, minY, maxX, maxY }: Box): number => (maxX - minX) * (maxY - minY);
  const shared = overlap(Math.max(a.minX, b.minX), Math.min(a.maxX, b.maxX)) * overlap(Math.max(a.minY, b.minY), Math.min(a.maxY, b.maxY));
  const smaller = Math.min(area(a), area(b));
  return smaller > 0 ? shared / smaller : 0;
}

const sameBox = (a: Box, b: Box): boolean => a.minX === b.minX && a.minY === b.minY && a.maxX === b.maxX && a.maxY === b.maxY;

async function difference(services: HostServices, { layoutId }: Input<'layout/difference'>, context: CallContext): Promise<CallOutput<HostCalls['layout/difference']>> {
  const workspace = services.workspace();
  const layout = workspace.need('layout', layoutId);
  const { previous } = layout;
  if (previous === null) throw new AppError('error.layout.noPrevious', { name: layout.name });
  const nothing = { lines: 0, added: new Float64Array(), removed: new Float64Array(), textsAdded: [], textsRemoved: [], zones: [] };
  if (layout.derivedKind !== 'vector' || previous.derivedKind !== 'vector') return { compared: false, reason: 'picture', ...nothing };
  if (layout.calibration === null || previous.calibration === null) return { compared: false, reason: 'unscaled', ...nothing };
  context.progress('progress.layoutCompare', 0, 0);
  const pause = (): Promise<void> => new Promise((resolve, reject) => {
    // The host goes on answering others in between.
    setImmediate(() => { if (context.signal.aborted) reject(new AppError('error.cancelled')); else resolve(); });
  });
  const placed = (hash: string, { toPlant }: Calibration): PlacedDrawing => {
    const geometry = geometryOf(workspace, hash, layout.name);
    const opacities = styleOpacities(geometry, layout.layers);
    return { geometry, toPlant, counts: (style) => (opacities[style] ?? 0) > 0 };
  };
  const found = await differenceOf(placed(previous.derivedHash, previous.calibration), placed(layout.derivedHash, layout.calibration), toleranceMetres, pause);
  return {
    compared: true, reason: '',
    lines: (found.added.length + found.removed.length) / 4,
    added: found.added.slice(0, 4 * mostLines), removed: found.removed.slice(0, 4 * mostLines),
    textsAdded: found.textsAdded.slice(0, 1000), textsRemoved: found.textsRemoved.slice(0, 1000),
    zones: zonesAtChanges(workspace.children('zone', layoutId), found, nearMetres),
  };
}

function geometryOf(workspace: Workspace, hash: string, name: string): DrawingGeometry {
  const content = workspace.content(hash);
  if (content === undefined) throw new AppError('error.layout.contentMissing', { name });
  return unpackDrawing(content.bytes);
}

/** The drawing's layers by name, with how much is on them. */
function layersOf(geometry: DrawingGeometry): CallOutput<HostCalls['layout/layers']> {
  const counts = new Map<string, number>();
  const perStyle = new Uint32Array(geometry.styles.length);
  // Styles are checked when the drawing is opened.
  for (const style of geometry.pathStyle) perStyle[style] = (perStyle[style] ?? 0) + 1;
  for (const { style } of geometry.texts) perStyle[style] = (perStyle[style] ?? 0) + 1;
  for (const [style, { layer }] of geometry.styles.entries()) counts.set(layer, (counts.get(layer) ?? 0) + (perStyle[style] ?? 0));
  return geometry.layers.map(({ name, colour, visible }) => ({ name, colour, visible, items: counts.get(name) ?? 0 }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'));
}
