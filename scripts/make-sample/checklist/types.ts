/** What the sample's checklist is made of, from the object (an area of the site) down to the measure. */
export interface Measure {
  /** 自动化监控 or 隐患排查. */
  readonly automatic: boolean;
  /** Code of 管控措施分类2, such as `1-4`. */
  readonly classCode: string;
  readonly classify3: string;
  readonly description: string;
  readonly check: string;
  readonly cycle: number;
  readonly cycleUnit: '小时' | '天' | '月' | '年';
  readonly post: string;
}
export interface Score { readonly L: number; readonly S: number }
export interface Event {
  readonly name: string;
  readonly accidents: readonly string[];
  /** null: not assessed yet. */
  readonly inherent: Score | null;
  readonly residual: Score | null;
  readonly measures: readonly Measure[];
}
export interface Unit { readonly name: string; readonly events: readonly Event[] }
export interface RiskObject {
  /** Code of the area in site.ts. */
  readonly area: string;
  readonly name: string;
  readonly majorHazardLevel: '一级' | '二级' | '三级' | '四级' | '';
  readonly department: string;
  readonly person: string;
  readonly units: readonly Unit[];
}

/**
 * A measure from a line `class[a][/third]|description|what is checked|cycle|post`; `a` after the class means automatic
 * monitoring, the cycle reads like `2小时`.
 */
export function measure(line: string): Measure {
  const [head = '', description = '', check = '', cycle = '', post = '', ...more] = line.split('|');
  const classes = /^(\d-\d)(a?)(?:\/(.+))?$/.exec(head);
  const period = /^(\d+)(小时|天|月|年)$/.exec(cycle);
  if (!classes || !period || more.length > 0 || description === '' || check === '' || post === '') throw new Error(`not a measure: ${line}`);
  return {
    automatic: classes[2] === 'a', classCode: classes[1] ?? '', classify3: classes[3] ?? '', description, check,
    cycle: Number(period[1]), cycleUnit: period[2] as Measure['cycleUnit'], post,
  };
}

/** An event; scores read like `5×4` (L×S), an empty one is not assessed. */
export function event(name: string, accidents: string, inherent: string, residual: string, lines: readonly string[]): Event {
  return { name, accidents: accidents.split('、'), inherent: score(inherent), residual: score(residual), measures: lines.map(measure) };
}

function score(text: string): Score | null {
  if (text === '') return null;
  const [L, S] = text.split('×').map(Number);
  if (L === undefined || S === undefined || ![1, 2, 3, 4, 5].includes(L) || ![1, 2, 3, 4, 5].includes(S)) throw new Error(`not a score: ${text}`);
  return { L, S };
}
