import type { EditorAction } from './actions.ts';

/** Why something cannot be done now, as a key of the window's texts. */
export const unavailableReasons = [
  'editor.no.readOnly', 'editor.no.layout', 'editor.no.scale', 'editor.no.selection', 'editor.no.two', 'editor.no.apart', 'editor.no.clipboard', 'editor.no.zones',
] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

/** What the availability of tools and commands depends on. */
export interface EditorSituation {
  readonly canEdit: boolean;
  readonly layout: 'none' | 'unscaled' | 'ready';
  /** Zones on the layout that is shown, and how many of them are selected. */
  readonly zones: number;
  readonly selected: number;
  /** Zones that were copied. */
  readonly copied: number;
  /** Whether the selected zones touch one another, so that they can be one. */
  readonly touching: boolean;
}

/** Why an action cannot be used now; null where it can. */
export function whyNot({ kind, name }: Pick<EditorAction, 'kind' | 'name'>, now: EditorSituation): UnavailableReason | null {
  if (kind === 'switch' || name === 'select' || name === 'pan') return null;
  if (now.layout === 'none') return 'editor.no.layout';
  if (now.layout === 'unscaled') return 'editor.no.scale';
  if (name === 'copy') return now.selected === 0 ? 'editor.no.selection' : null;
  if (name === 'selectAll') return now.zones === 0 ? 'editor.no.zones' : null;
  if (!now.canEdit) return 'editor.no.readOnly';
  switch (name) {
    case 'paste': return now.copied === 0 ? 'editor.no.clipboard' : null;
    case 'offset': case 'transform': case 'duplicate': return now.selected === 0 ? 'editor.no.selection' : null;
    case 'split': case 'cut': return now.zones === 0 ? 'editor.no.zones' : null;
    case 'merge': if (now.selected < 2) return 'editor.no.two'; return now.touching ? null : 'editor.no.apart';
    case 'subtract': return now.selected < 2 ? 'editor.no.two' : null;
    default: return null;
  }
}
