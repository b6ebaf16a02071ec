import type { Migration } from '../migrate.ts';
import { initial } from './0001_initial.ts';
import { layoutsAndGeoreference } from './0002_layouts_and_georeference.ts';

/** All migrations in order. Released ones never change: tests pin their hashes. */
export const migrations: readonly Migration[] = [initial, layoutsAndGeoreference];
