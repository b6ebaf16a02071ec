import type { Migration } from '../migrate.ts';

/**
 * Version 2: what a layout knows beyond its drawing (layers switched by a person, turn of the display, plant boundary, the revision
 * before, page, coordinate system, findings set aside), and where the plant lies on the earth.
 */
export const layoutsAndGeoreference: Migration = {
  version: 2,
  name: 'layouts-and-georeference',
  sql: `
ALTER TABLE "enterprise" ADD COLUMN "geoReference" TEXT;
ALTER TABLE "plant_layout" ADD COLUMN "layers" TEXT NOT NULL DEFAULT '[]';
ALTER TABLE "plant_layout" ADD COLUMN "rotation" REAL NOT NULL DEFAULT 0;
ALTER TABLE "plant_layout" ADD COLUMN "boundary" TEXT;
ALTER TABLE "plant_layout" ADD COLUMN "previous" TEXT;
ALTER TABLE "plant_layout" ADD COLUMN "page" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "plant_layout" ADD COLUMN "pages" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "plant_layout" ADD COLUMN "epsg" INTEGER;
ALTER TABLE "plant_layout" ADD COLUMN "ignoredFindings" TEXT NOT NULL DEFAULT '[]';
`,
};
