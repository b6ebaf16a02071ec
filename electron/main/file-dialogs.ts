import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { formatMessage, type Language, type MessageKey } from '#shared/text/index.ts';

export type FileKind = 'workspace' | 'layout' | 'checklist' | 'zones' | 'pdf' | 'png' | 'svg' | 'geojson' | 'gpkg' | 'dxf' | 'shp' | 'xlsx' | 'zip';

const endings: Readonly<Record<FileKind, readonly string[]>> = {
  workspace: ['riskatlas'], layout: ['dxf', 'dwg', 'pdf', 'png', 'jpg', 'jpeg', 'webp', 'tif', 'tiff', 'svg', 'geojson', 'json', 'shp', 'zip'], checklist: ['xlsx', 'xlsm', 'xls', 'et', 'xlsb', 'ods', 'csv', 'txt'],
  zones: ['geojson', 'json', 'gpkg', 'shp', 'zip', 'dxf'], pdf: ['pdf'], png: ['png'], svg: ['svg'], geojson: ['geojson'], gpkg: ['gpkg'], dxf: ['dxf'], shp: ['zip'], xlsx: ['xlsx'], zip: ['zip'],
};

const filtersFor = (kind: FileKind, language: Language) => [
  { name: formatMessage(language, `file.${kind}` satisfies MessageKey), extensions: [...endings[kind]] },
];

/** Asks for a file to open; null if the person changed their mind. */
export async function pickOpen(window: BrowserWindow, kind: FileKind, language: Language): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters: filtersFor(kind, language) });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Asks where to save; the ending of the kind is added where it was left out. */
export async function pickSave(window: BrowserWindow, kind: FileKind, suggestedName: string, language: Language): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: path.join(app.getPath('documents'), suggestedName), filters: filtersFor(kind, language), properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || !filePath) return null;
  const known = endings[kind];
  return known.includes(path.extname(filePath).slice(1).toLowerCase()) ? filePath : `${filePath}.${known[0]}`;
}
