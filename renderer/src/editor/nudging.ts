import type { ShapeEdit, ZoneShape } from '#shared/geometry/shared-border.ts';

/** Steps of the arrow keys that belong together end when none came for so long, in milliseconds. */
export const nudgePause = 1000;

/** What arrow steps have come to so far. */
export interface NudgeState { readonly base: readonly ZoneShape[]; readonly dx: number; readonly dy: number; readonly edits: readonly ShapeEdit[] }

/** Gathers arrow steps into one edit, which is stored at the first pause or before anything else is done. */
export interface Nudging {
  readonly state: NudgeState | null;
  /** Goes on by a step; `make` says what the whole way makes of the zones as they were, or null where that cannot be. */
  step(begin: () => readonly ZoneShape[], dx: number, dy: number, make: (base: readonly ZoneShape[], dx: number, dy: number) => readonly ShapeEdit[] | null): boolean;
  /** Stores what was gathered; true where there was something. */
  settle(): boolean;
  /** Forgets what was gathered; true where there was something. */
  drop(): boolean;
}

export function createNudging(store: (edits: readonly ShapeEdit[]) => void, changed: () => void): Nudging {
  let state: NudgeState | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): NudgeState | null => {
    clearTimeout(timer);
    const ended = state;
    state = null;
    if (ended) changed();
    return ended;
  };
  const nudging: Nudging = {
    get state() { return state; },
    step(begin, dx, dy, make) {
      const base = state?.base ?? begin();
      const [allX, allY] = [(state?.dx ?? 0) + dx, (state?.dy ?? 0) + dy];
      const edits = make(base, allX, allY);
      if (!edits) return false;
      state = { base, dx: allX, dy: allY, edits };
      clearTimeout(timer);
      timer = setTimeout(() => { nudging.settle(); }, nudgePause);
      changed();
      return true;
    },
    settle() {
      const ended = end();
      // There and back again is no edit.
      if (ended && ended.edits.length > 0) store(ended.edits);
      return ended !== null;
    },
    drop: () => end() !== null,
  };
  return nudging;
}
