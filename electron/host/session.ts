import type { Change, ChangeSetHead } from '#shared/changes/change.ts';
import { AppError } from '#shared/kernel/errors.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import { buildLevelIndex } from '#shared/risk/build-level-index.ts';
import type { LevelIndex } from '#shared/risk/level-index.ts';
import type { RulePack } from '#shared/risk/rule-pack.ts';
import type { HostPorts } from './services.ts';
import type { Workspace } from './workspace.ts';

/** The workspace that is open now, with its levels; tells the windows of every commit. */
export class OpenWorkspace {
  readonly #emit: HostPorts['emit'];
  readonly #rulePack: () => RulePack;
  #workspace: Workspace | null = null;
  #levels: LevelIndex | null = null;
  #unsubscribe: () => void = () => undefined;
  #quiet = false;

  constructor(emit: HostPorts['emit'], rulePack: () => RulePack) {
    this.#emit = emit;
    this.#rulePack = rulePack;
  }

  get current(): Workspace | null {
    return this.#workspace;
  }

  /** @throws AppError error.workspace.none */
  need(): Workspace {
    if (!this.#workspace) throw new AppError('error.workspace.none');
    return this.#workspace;
  }

  /** Built when first asked for, then kept by every commit. @throws AppError error.workspace.none */
  levels(): LevelIndex {
    const workspace = this.need();
    const all = { includeDeleted: true };
    this.#levels ??= buildLevelIndex(this.#rulePack(), {
      enterprise: workspace.all('enterprise')[0] ?? null,
      objects: workspace.all('object', all), units: workspace.all('unit', all), events: workspace.all('event', all), zones: workspace.all('zone', all),
    });
    return this.#levels;
  }

  /** Puts `workspace` in the place of the open one, which is closed, and tells the windows. */
  open(workspace: Workspace): void {
    this.#put(workspace)?.close();
    this.#emit('workspace/opened', { path: workspace.path });
  }

  close(): void {
    const closed = this.#put(null);
    if (!closed) return;
    closed.close();
    this.#emit('workspace/closed', {});
  }

  /**
   * Works on `workspace` as if it were the open one, unseen by the windows; the one that is open comes back afterwards, whatever
   * happens. For making a workspace by the ordinary calls before it is shown.
   */
  async aside<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
    const shown = this.#put(workspace);
    this.#quiet = true;
    try {
      return await work();
    } finally {
      this.#quiet = false;
      this.#put(shown);
    }
  }

  #put(workspace: Workspace | null): Workspace | null {
    const before = this.#workspace;
    this.#unsubscribe();
    this.#workspace = workspace;
    this.#levels = null;
    this.#unsubscribe = workspace?.onCommit((head, changes) => this.#committed(head, changes)) ?? (() => undefined);
    return before;
  }

  #committed(head: ChangeSetHead, changes: readonly Change[]): void {
    const zoneIds = this.#changedZones(changes);
    if (this.#quiet) return;
    const kinds = new Set<EntityKind>(changes.map((change) => change.kind));
    this.#emit('workspace/changed', { seq: head.seq, label: head.label, kinds: [...kinds], zoneIds });
  }

  /** Zones that may show the sign of a 重大危险源 now and did not before, or the other way: it comes from the objects of their units. */
  #zonesOfSigns(changes: readonly Change[]): Id[] {
    const fields = ['majorHazard', 'majorHazardLevel', 'objectId', 'deleted'];
    const touched = changes.filter(({ kind, after }) => (kind === 'object' || kind === 'unit') && after !== null && fields.some((field) => field in after));
    if (touched.length === 0 || this.#workspace === null) return [];
    const rows = new Set(touched.map(({ id }) => id));
    const units = new Set(this.#workspace.all('unit', { includeDeleted: true }).filter(({ id, objectId }) => rows.has(id) || rows.has(objectId)).map(({ id }) => id));
    return this.#workspace.all('zone').filter(({ unitIds }) => unitIds.some((id) => units.has(id))).map(({ id }) => id);
  }

  /** Zones whose rows, levels or signs are now others; null (all) while no levels are known to compare with. */
  #changedZones(changes: readonly Change[]): Id[] | null {
    if (!this.#levels) return null;
    try {
      const zones = this.#levels.apply(changes);
      for (const change of changes) if (change.kind === 'zone') zones.add(change.id);
      for (const id of this.#zonesOfSigns(changes)) zones.add(id);
      return [...zones];
    } catch {
      // The commit stands; levels that cannot follow it are built anew when they are next asked for.
      this.#levels = null;
      return null;
    }
  }
}
