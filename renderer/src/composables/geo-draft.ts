import { computed, ref, shallowRef } from 'vue';
import { resolveGeoReference, type GeoReferenceInput, type GeoReferenceReport } from '#shared/geometry/crs/fit-reference.ts';
import { geoFrame, type GeoFrame } from '#shared/geometry/crs/geo-frame.ts';
import { cgcs2000ZoneAt, cgcs2000Zones, projectedSystem, type ProjectedSystem } from '#shared/geometry/crs/systems.ts';
import type { GeoReference } from '#shared/geometry/geo-reference.ts';
import { toErrorData } from '#shared/kernel/errors.ts';
import { t, tError } from '../locales/index.ts';

export type PointField = 'x' | 'y' | 'first' | 'second';
export type DraftPoint = Readonly<Record<PointField, number | null>>;
const emptyPoint: DraftPoint = { x: null, y: null, first: null, second: null };

/** UTM zones that cover China and its neighbours. */
const utmZones = Array.from({ length: 11 }, (_, i) => projectedSystem(32_643 + i)).filter((system) => system !== null);

/** The systems to choose from, with their names in the present language. */
export function systemOptions(): { readonly epsg: number; readonly label: string }[] {
  return [...cgcs2000Zones, ...utmZones].map((system) => ({ epsg: system.epsg, label: `${t(groupOf(system))} · ${nameOf(system)}` }));
}
const groupOf = ({ datum, width, prefix }: ProjectedSystem) => (datum === 'wgs84' ? 'geo.group.utm' : width === 3 ? (prefix === null ? 'geo.group.3' : 'geo.group.3p') : prefix === null ? 'geo.group.6' : 'geo.group.6p');
function nameOf({ epsg, datum, prefix, centralMeridian: meridian }: ProjectedSystem): string {
  if (datum === 'wgs84') return t('geo.optionUtm', { epsg, meridian, zone: epsg % 100 });
  return prefix === null ? t('geo.option', { epsg, meridian }) : t('geo.optionPrefix', { epsg, meridian, zone: prefix });
}

/** What the dialog of the georeference holds while it is filled in, and what it would give: worked out at once, nothing is written. */
export function useGeoDraft(now: GeoReference | null) {
  const source = ref<GeoReferenceInput['source']>(now?.source ?? 'control-points');
  const epsg = ref(now?.epsg ?? 4549);
  const given = ref<'projected' | 'lonlat'>('projected');
  const kept = (now?.points ?? []).map(({ plant: [x, y], projected: [first, second] }): DraftPoint => ({ x, y, first, second }));
  const points = shallowRef<readonly DraftPoint[]>(kept.length > 0 ? kept : [emptyPoint, emptyPoint]);
  const turned = now === null ? null : { scale: Math.hypot(now.toProjected.a, now.toProjected.d), rotation: (Math.atan2(now.toProjected.d, now.toProjected.a) * 180) / Math.PI };
  const known = ref({ x: 0 as number | null, y: 0 as number | null, east: (now?.toProjected.c ?? 0) as number | null, north: (now?.toProjected.f ?? 0) as number | null, rotation: (turned?.rotation ?? 0) as number | null, scale: (turned?.scale ?? 1) as number | null });
  const longitude = ref<number | null>(null);

  function set(index: number, field: PointField, value: number | null | undefined): void {
    points.value = points.value.map((point, at) => (at === index ? { ...point, [field]: value ?? null } : point));
  }
  const add = (): void => { points.value = [...points.value, emptyPoint]; };
  const drop = (index: number): void => { points.value = points.value.filter((_, at) => at !== index); };
  /** Metres are no degrees: what was typed for one is not kept for the other. */
  function setGiven(next: 'projected' | 'lonlat'): void {
    if (next === given.value) return;
    given.value = next;
    points.value = points.value.map(({ x, y }) => ({ x, y, first: null, second: null }));
  }

  const complete = computed(() => points.value.every((point) => Object.values(point).every((value) => value !== null)) && points.value.length >= 2);
  const input = computed<GeoReferenceInput | null>(() => {
    if (source.value === 'known') {
      const { x, y, east, north, rotation, scale } = known.value;
      if (x === null || y === null || east === null || north === null || rotation === null || scale === null) return null;
      return { source: 'known', epsg: epsg.value, plant: [x, y], projected: [east, north], rotation, scale };
    }
    if (!complete.value) return null;
    return {
      source: 'control-points', epsg: epsg.value, given: given.value,
      points: points.value.map(({ x, y, first, second }) => ({ plant: [x ?? 0, y ?? 0], at: [first ?? 0, second ?? 0] })),
    };
  });
  const result = computed<{ readonly frame: GeoFrame; readonly report: GeoReferenceReport } | { readonly fault: string } | null>(() => {
    if (input.value === null) return null;
    try {
      const { geoReference, report } = resolveGeoReference(input.value);
      return { frame: geoFrame(geoReference), report };
    } catch (error) { return { fault: tError(toErrorData(error)) }; }
  });
  const zone = computed(() => {
    if (longitude.value === null) return null;
    const prefixed = (projectedSystem(epsg.value)?.prefix ?? null) !== null;
    return cgcs2000ZoneAt(longitude.value, { width: projectedSystem(epsg.value)?.width ?? 3, prefixed });
  });

  return { source, epsg, given, points, known, longitude, set, add, drop, setGiven, input, result, zone };
}
