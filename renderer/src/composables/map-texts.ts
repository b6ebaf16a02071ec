import type { MapTexts } from '../map/map-view.ts';
import { snapKinds } from '../editor/options.ts';
import { t } from '../locales/index.ts';

/** The texts that the map shows and speaks, in the present language; its placeholders are filled by the map. */
export function mapTexts(): MapTexts {
  return {
    map: t('map.title'), zoomIn: t('map.zoomIn'), zoomOut: t('map.zoomOut'), fit: t('map.fit'), turnLeft: t('map.turnLeft'), turnRight: t('map.turnRight'), north: t('map.north'), scaleBar: t('map.scaleBar'), metre: t('map.metre'), kilometre: t('map.kilometre'),
    drawingUnit: t('map.drawingUnit'), cross: t('map.cross'),
    snaps: Object.fromEntries([...snapKinds, 'direction' as const].map((kind) => [kind, t(`editor.snap.${kind}`)])),
    units: t('map.units'),
    levels: { 1: t('level.short.1'), 2: t('level.short.2'), 3: t('level.short.3'), 4: t('level.short.4'), none: t('level.short.none') },
  };
}
