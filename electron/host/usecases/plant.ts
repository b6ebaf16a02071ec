import { checkPlace, resolveGeoReference, type GeoReferenceInput } from '#shared/geometry/crs/fit-reference.ts';
import { geoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { placeByEpsg } from '#shared/geometry/crs/place-by-epsg.ts';
import { applyAffine, composeAffine } from '#shared/geometry/calibration.ts';
import { drawingPoint } from '#shared/geometry/frames.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import type { Change } from '#shared/changes/change.ts';
import type { Enterprise } from '#shared/model/enterprise.ts';
import type { Calibration, PlantLayout } from '#shared/model/plant-layout.ts';
import type { Handlers, HostServices } from '../services.ts';
import { updateChange } from '../stamp.ts';
import type { Workspace } from '../workspace.ts';

type PlantHandlers = Pick<Handlers, 'plant/geoReference' | 'plant/fitGeoReference' | 'plant/setGeoReference'>;

/** The one enterprise of a workspace. */
export function enterpriseOf(workspace: Workspace): Enterprise {
  const [enterprise] = workspace.all('enterprise');
  if (!enterprise) throw new Error('the workspace has no enterprise');
  return enterprise;
}

/** The calls about the plant's place on the earth. */
export function plantHandlers(services: HostServices): PlantHandlers {
  return {
    'plant/geoReference': () => ({ geoReference: enterpriseOf(services.workspace()).geoReference }),
    'plant/fitGeoReference': (input) => resolve(services.workspace(), input),
    'plant/setGeoReference': ({ reference }) => {
      const workspace = services.workspace();
      const enterprise = enterpriseOf(workspace);
      const resolved = reference === null ? null : resolve(workspace, reference);
      const geoReference = resolved?.geoReference ?? null;
      const change = updateChange('enterprise', enterprise, { geoReference }, services);
      if (change === null) return { geoReference, report: resolved?.report ?? null, moved: [] };
      const layouts = placeAnew(services, workspace, enterprise.geoReference, geoReference);
      workspace.commit(
        { command: 'plant/setGeoReference', label: { key: geoReference === null ? 'change.geoReferenceClear' : 'change.geoReference', params: {} } }, [change, ...layouts]);
      return { geoReference, report: resolved?.report ?? null, moved: layouts.map(({ id }) => id) };
    },
  };
}

/** @throws AppError as `resolveGeoReference` does; error.geo.plantOutside where the plant's drawings would lie beside the zone */
function resolve(workspace: Workspace, input: GeoReferenceInput): ReturnType<typeof resolveGeoReference> {
  const resolved = resolveGeoReference(input);
  const { system, toProjected } = geoFrame(resolved.geoReference);
  for (const { calibration, bounds, epsg } of workspace.all('layout')) {
    // Those that go by the georeference go with it.
    if (calibration === null || goesByReference({ calibration, epsg })) continue;
    checkPlace(system, toProjected(applyAffine(calibration.toPlant, drawingPoint((bounds.minX + bounds.maxX) / 2, (bounds.minY + bounds.maxY) / 2))), 0);
  }
  return resolved;
}

/** Whether a drawing lies where the coordinates of a system put it on the earth; files in metres of no system say plant metres. */
const goesByReference = ({ calibration, epsg }: Pick<PlantLayout, 'calibration' | 'epsg'>): boolean => calibration?.source === 'geo-reference' && epsg !== null;

/** Layouts that lie where their files' coordinates say: the place on the earth stays, plant metres change. */
function placeAnew(services: HostServices, workspace: Workspace, before: GeoReference | null, after: GeoReference | null): Change[] {
  if (before === null || after === null) return [];
  return workspace.all('layout').flatMap((layout) => {
    if (layout.calibration === null || !goesByReference(layout)) return [];
    const placed = placeByEpsg(composeAffine(before.toProjected, layout.calibration.toPlant), before.epsg, after, layout.bounds);
    if ('reason' in placed) return [];
    const calibration: Calibration = { ...layout.calibration, toPlant: placed.toPlant };
    return updateChange('layout', layout, { calibration }, services) ?? [];
  });
}
