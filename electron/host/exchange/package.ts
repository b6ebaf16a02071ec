import { createHash } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';
import type { RowFinding } from '#shared/exchange/check.ts';
import type { Profile } from '#shared/exchange/profile.ts';
import type { ExchangeRow } from '#shared/exchange/rows.ts';
import type { Instant } from '#shared/kernel/clock.ts';

export interface PackageInput {
  readonly profile: Profile;
  readonly companyCode: string;
  readonly enterpriseName: string;
  /** The newest change set that the rows hold. */
  readonly workspaceSeq: number;
  readonly madeAt: Instant;
  /** Rows that fit, by table. */
  readonly rows: ReadonlyMap<string, readonly ExchangeRow[]>;
  readonly findings: readonly RowFinding[];
  /** The map as PNG; null while there is no layout to draw it on. */
  readonly map: Uint8Array | null;
}

/** Kinds of data that the profile's source knows and the workspace does not keep yet: nothing is made up for them. */
const notKept = ['checkRecord', 'danger', 'stoppage'] as const;
/** The oldest date a zip can hold, so that the same rows give the same bytes. */
const zipDate = new Date(1980, 0, 1);

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The data package: a zip of one JSON file a table, the map, and a manifest with the hash of each. */
export function packageBytes(input: PackageInput): Uint8Array {
  const files = new Map<string, { bytes: Uint8Array; rows?: number; deleted?: number }>();
  for (const table of input.profile.tables) {
    const rows = input.rows.get(table.name) ?? [];
    files.set(`${table.name}.json`, { bytes: jsonLines(rows.map((row) => row.fields)), rows: rows.length, deleted: rows.filter((row) => row.deleted).length });
  }
  if (input.map) files.set('map.png', { bytes: input.map });
  const notIncluded = new Map(input.findings.map(({ table, id, name }) => [`${table}/${id}`, { table, id, name }]));
  const manifest = {
    format: 'riskatlas-exchange', formatVersion: 1,
    profile: input.profile.id, profileVersion: input.profile.version,
    enterprise: { name: input.enterpriseName, companyCode: input.companyCode },
    workspaceSeq: input.workspaceSeq, madeAt: input.madeAt,
    map: input.map ? 'map.png' : null,
    files: [...files].map(([name, { bytes, ...counts }]) => ({ name, bytes: bytes.length, sha256: sha256(bytes), ...counts })),
    notIncluded: [...notIncluded.values()],
    notKept,
  };
  const entries: Zippable = {};
  for (const [name, bytes] of [['manifest.json', encode(`${JSON.stringify(manifest, null, 2)}\n`)] as const, ...[...files].map(([name, file]) => [name, file.bytes] as const)]) {
    // A PNG is compressed already.
    entries[name] = [bytes, { level: name.endsWith('.png') ? 0 : 6, mtime: zipDate }];
  }
  return zipSync(entries);
}

/** A JSON array with one row a line, so that two packages can be compared by any text tool. */
function jsonLines(rows: readonly unknown[]): Uint8Array {
  return encode(rows.length === 0 ? '[]\n' : `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
