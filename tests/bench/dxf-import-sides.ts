import DxfParser from 'dxf-parser';
import type { IDxf } from 'dxf-parser';
import { readDxf } from '#electron/adapters/dxf/read-dxf.ts';
import { unpackDrawing } from '#shared/drawing/pack.ts';
import { indexDrawing, type DrawingIndex } from '../../renderer/src/map/drawing-index.ts';

/** From the bytes of a DXF to all that the tiles are painted from: packed geometry, opened again, with its spatial indexes. */
export function importToIndex(bytes: Uint8Array, entities?: number): DrawingIndex {
  const parsed = readDxf(bytes, { fileName: 'bench.dxf', recover: false, onProgress: () => undefined });
  if (entities !== undefined && parsed.drawn !== entities) throw new Error(`${parsed.drawn} of ${entities} entities drawn`);
  return indexDrawing(unpackDrawing(parsed.derived));
}

/** dxf-parser on the decoded text: objects, nothing drawn. */
export function dxfParserReads(text: string, entities?: number): IDxf {
  const parsed = new DxfParser().parseSync(text);
  if (parsed === null || (entities !== undefined && parsed.entities.length !== entities)) throw new Error(`dxf-parser read ${parsed?.entities.length} of ${entities} entities`);
  return parsed;
}
