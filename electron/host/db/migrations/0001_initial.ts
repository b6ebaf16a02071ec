import type { Migration } from '../migrate.ts';

/**
 * Version 1. Columns are named as the fields of shared/model, so that no mapping stands between. Rows are never removed
 * and the change log is never altered: triggers see to both, whoever opens the file.
 */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
CREATE TABLE "enterprise" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "name" TEXT NOT NULL,
  "companyCode" TEXT NOT NULL,
  "creditCode" TEXT NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE "analysis_object" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "enterpriseId" TEXT NOT NULL REFERENCES "enterprise" ("id"),
  "name" TEXT NOT NULL,
  "hazardCode" TEXT NOT NULL,
  "majorHazard" INTEGER NOT NULL CHECK ("majorHazard" IN (0, 1)),
  "majorHazardLevel" INTEGER,
  "department" TEXT NOT NULL,
  "liablePerson" TEXT NOT NULL,
  "position" REAL NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX "analysis_object_enterpriseId" ON "analysis_object" ("enterpriseId");

CREATE TABLE "analysis_unit" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "objectId" TEXT NOT NULL REFERENCES "analysis_object" ("id"),
  "name" TEXT NOT NULL,
  "department" TEXT NOT NULL,
  "liablePerson" TEXT NOT NULL,
  "position" REAL NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX "analysis_unit_objectId" ON "analysis_unit" ("objectId");

CREATE TABLE "risk_event" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "unitId" TEXT NOT NULL REFERENCES "analysis_unit" ("id"),
  "name" TEXT NOT NULL,
  "accidentTypes" TEXT NOT NULL,
  "inherent" TEXT,
  "residual" TEXT,
  "position" REAL NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX "risk_event_unitId" ON "risk_event" ("unitId");

CREATE TABLE "control_measure" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "eventId" TEXT NOT NULL REFERENCES "risk_event" ("id"),
  "dataSrc" TEXT NOT NULL,
  "classify1" TEXT NOT NULL,
  "classify2" TEXT NOT NULL,
  "classify3" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "checkContent" TEXT NOT NULL,
  "post" TEXT NOT NULL,
  "position" REAL NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX "control_measure_eventId" ON "control_measure" ("eventId");

CREATE TABLE "inspection_task" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "measureId" TEXT NOT NULL REFERENCES "control_measure" ("id"),
  "content" TEXT NOT NULL,
  "cycle" REAL NOT NULL,
  "cycleUnit" TEXT NOT NULL,
  "startDate" TEXT,
  "workStart" TEXT,
  "workEnd" TEXT,
  "workDayType" INTEGER NOT NULL,
  "workType" INTEGER NOT NULL,
  "taskNum" INTEGER,
  "post" TEXT NOT NULL,
  "position" REAL NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX "inspection_task_measureId" ON "inspection_task" ("measureId");

CREATE TABLE "plant_layout" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "name" TEXT NOT NULL,
  "fileName" TEXT NOT NULL,
  "format" TEXT NOT NULL,
  "encoding" TEXT NOT NULL,
  "originalHash" TEXT NOT NULL,
  "derivedHash" TEXT NOT NULL,
  "derivedKind" TEXT NOT NULL,
  "bounds" TEXT NOT NULL,
  "entities" INTEGER NOT NULL,
  "drawn" INTEGER NOT NULL,
  "notShown" TEXT NOT NULL,
  "calibration" TEXT,
  "position" REAL NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT;

CREATE TABLE "risk_zone" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "layoutId" TEXT NOT NULL REFERENCES "plant_layout" ("id"),
  "name" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "rings" TEXT NOT NULL,
  "unitIds" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "position" REAL NOT NULL,
  "deleted" INTEGER NOT NULL CHECK ("deleted" IN (0, 1)),
  "createdAt" TEXT NOT NULL,
  "createdBy" TEXT NOT NULL,
  "updatedAt" TEXT NOT NULL,
  "updatedBy" TEXT NOT NULL
) STRICT;
CREATE INDEX "risk_zone_layoutId" ON "risk_zone" ("layoutId");

-- One change set a command. "hash" covers "prevHash", this head and its changes in order.
CREATE TABLE "change_set" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "at" TEXT NOT NULL,
  "who" TEXT NOT NULL,
  "command" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "mode" TEXT NOT NULL CHECK ("mode" IN ('base', 'do', 'undo', 'redo')),
  "target" INTEGER REFERENCES "change_set" ("seq"),
  "count" INTEGER NOT NULL,
  "prevHash" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  -- Number of the first change; a set's changes are numbered without gaps.
  "firstChange" INTEGER NOT NULL
) STRICT;

-- "before" and "after" are canonical JSON; "before" is null for a new row.
CREATE TABLE "change" (
  "number" INTEGER PRIMARY KEY,
  "setSeq" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "rowId" TEXT NOT NULL,
  "before" TEXT,
  "after" TEXT NOT NULL
) STRICT;
CREATE INDEX "change_rowId" ON "change" ("rowId", "setSeq");

CREATE TRIGGER "change_set_no_update" BEFORE UPDATE ON "change_set" BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;
CREATE TRIGGER "change_set_no_delete" BEFORE DELETE ON "change_set" BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;
CREATE TRIGGER "change_no_update" BEFORE UPDATE ON "change" BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;
CREATE TRIGGER "change_no_delete" BEFORE DELETE ON "change" BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;

CREATE TRIGGER "enterprise_no_delete" BEFORE DELETE ON "enterprise" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;
CREATE TRIGGER "analysis_object_no_delete" BEFORE DELETE ON "analysis_object" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;
CREATE TRIGGER "analysis_unit_no_delete" BEFORE DELETE ON "analysis_unit" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;
CREATE TRIGGER "risk_event_no_delete" BEFORE DELETE ON "risk_event" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;
CREATE TRIGGER "control_measure_no_delete" BEFORE DELETE ON "control_measure" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;
CREATE TRIGGER "inspection_task_no_delete" BEFORE DELETE ON "inspection_task" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;
CREATE TRIGGER "plant_layout_no_delete" BEFORE DELETE ON "plant_layout" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;
CREATE TRIGGER "risk_zone_no_delete" BEFORE DELETE ON "risk_zone" BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END;

-- Bytes beside the rows, by their SHA-256: original drawings and derived geometry.
CREATE TABLE "content" (
  "number" INTEGER PRIMARY KEY,
  "hash" TEXT NOT NULL UNIQUE,
  "mediaType" TEXT NOT NULL,
  "bytes" BLOB NOT NULL
) STRICT;
CREATE TRIGGER "content_no_update" BEFORE UPDATE ON "content" BEGIN SELECT RAISE(ABORT, 'contents never change'); END;

-- What receivers answered, newest a row; records the world outside and is never undone.
CREATE TABLE "receipt" (
  "target" TEXT NOT NULL,
  "profile" TEXT NOT NULL,
  "table" TEXT NOT NULL,
  "rowId" TEXT NOT NULL,
  "contentHash" TEXT NOT NULL,
  "accepted" INTEGER NOT NULL CHECK ("accepted" IN (0, 1)),
  "message" TEXT NOT NULL,
  "at" TEXT NOT NULL,
  PRIMARY KEY ("target", "profile", "table", "rowId")
) STRICT, WITHOUT ROWID;
`,
};
