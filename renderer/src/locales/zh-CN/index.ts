import { app } from './app.ts';
import { book } from './book.ts';
import { importing } from './import.ts';
import { editor } from './editor.ts';
import { findings } from './findings.ts';
import { geo } from './geo.ts';
import { layouts } from './layouts.ts';
import { map } from './map.ts';
import { mapView } from './map-view.ts';
import { room } from './room.ts';
import { rows } from './rows.ts';
import { send } from './send.ts';
import { start } from './start.ts';
import { zoneTable } from './zone-table.ts';

export const zhCN = { ...app, ...start, ...map, ...editor, ...zoneTable, ...geo, ...mapView, ...findings, ...layouts, ...rows, ...book, ...importing, ...send, ...room } as const;
