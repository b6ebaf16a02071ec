import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { dwgConverterSchema, type DwgConverter } from '#shared/contract/dwg.ts';
import { settingsSchema, type Settings } from '#shared/contract/shell.ts';

const recentSchema = z.object({ path: z.string(), name: z.string(), openedAt: z.string() });
export type RecentWorkspace = z.infer<typeof recentSchema>;

const fileSchema = z.object({
  settings: settingsSchema.partial().catch({}), recent: z.array(recentSchema).catch([]),
  dwgConverter: dwgConverterSchema.nullable().catch(null).default(null),
});

/** The person's settings and recent workspaces, kept in one JSON file of the user's data folder. An unreadable file counts as none. */
export class SettingsStore {
  readonly #file: string;
  readonly #defaults: Settings;
  #held: z.infer<typeof fileSchema>;

  constructor(folder: string, defaults: Settings) {
    this.#file = path.join(folder, 'settings.json');
    this.#defaults = defaults;
    this.#held = readJson(this.#file, fileSchema) ?? { settings: {}, recent: [], dwgConverter: null };
  }

  get settings(): Settings {
    // A stored undefined must not hide a default.
    const stored = Object.fromEntries(Object.entries(this.#held.settings).filter(([, value]) => value !== undefined));
    return { ...this.#defaults, ...stored };
  }

  get recent(): readonly RecentWorkspace[] {
    return this.#held.recent;
  }

  /** The converter of DWG drawings that was chosen. Apart from the settings, which a window may write. */
  get dwgConverter(): DwgConverter | null {
    return this.#held.dwgConverter;
  }

  set dwgConverter(converter: DwgConverter | null) {
    this.#held = { ...this.#held, dwgConverter: converter };
    writeJson(this.#file, this.#held);
  }

  save(changes: Partial<Settings>): Settings {
    this.#held = { ...this.#held, settings: { ...this.#held.settings, ...changes } };
    writeJson(this.#file, this.#held);
    return this.settings;
  }

  /** Puts a workspace first in the recent list, which holds twelve. */
  remember(workspace: RecentWorkspace): void {
    const others = this.#held.recent.filter((entry) => entry.path !== workspace.path);
    this.#held = { ...this.#held, recent: [workspace, ...others].slice(0, 12) };
    writeJson(this.#file, this.#held);
  }
}

/** The file's content if it is there and fits the schema, else null. */
export function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Writes beside the file and renames, so that a crash leaves the old or the new content and nothing between. */
export function writeJson(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.part`;
  fs.writeFileSync(part, JSON.stringify(content, null, 2), { mode: 0o600 });
  fs.renameSync(part, file);
}
