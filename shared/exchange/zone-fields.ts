/** What the fields of a file of zones can be. */
export const zoneRoles = ['name', 'code', 'units', 'level', 'note'] as const;
export type ZoneRole = (typeof zoneRoles)[number];
/** Which field is what; null where none is. */
export type ZoneFieldMap = Readonly<Record<ZoneRole, string | null>>;

/** Names of fields as people write them, the surest first; compared without case, spaces and `_`. */
const headWords: Readonly<Record<ZoneRole, readonly string[]>> = {
  name: ['name', '名称', '分区名称', '区域名称', '风险分区名称', '风险分区', '分区', '区域', 'zonename', 'fxfqmc', 'fqmc', 'qymc', 'mc', 'title', 'label', 'text', 'zone'],
  code: ['code', '编号', '分区编号', '区域编号', '风险分区编号', '编码', 'zonecode', 'fxfqbm', 'fqbm', 'bh', 'bm', 'no'],
  units: ['units', 'unitnames', '单元', '关联单元', '风险分析单元', '分析单元', '所含单元', '单元名称', 'unit', 'unitname', 'dymc'],
  level: ['level', '等级', '风险等级', '级别', '风险级别', 'risklevel', 'levelname', '风险分级', 'fxdj', 'dj', 'color', 'colour', '颜色'],
  note: ['note', '备注', '说明', '描述', 'notes', 'remark', 'remarks', 'comment', 'description', 'bz'],
};

const key = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[\s_]/g, '');

/** Guesses by their names which fields are what; each field is taken once. */
export function guessFields(fields: readonly string[]): ZoneFieldMap {
  const byKey = new Map(fields.toReversed().map((field) => [key(field), field]));
  const taken = new Set<string>();
  const guess = (role: ZoneRole): string | null => {
    const byEnd = role === 'name' ? fields.find((field) => /(名|名称|name)$/i.test(field) && !/(单元|unit|文件|file|等级|level)/i.test(field)) : undefined;
    const found = headWords[role].map((word) => byKey.get(word)).find((field) => field !== undefined && !taken.has(field)) ?? (byEnd !== undefined && !taken.has(byEnd) ? byEnd : null);
    if (found !== null) taken.add(found);
    return found;
  };
  return { name: guess('name'), code: guess('code'), units: guess('units'), level: guess('level'), note: guess('note') };
}

const levelWords: readonly (readonly [RegExp, 1 | 2 | 3 | 4])[] = [
  [/^(1|i|ⅰ|一级|1级|重大(风险)?|红色?|red|major)$/, 1], [/^(2|ii|ⅱ|二级|2级|较大(风险)?|橙色?|orange|considerable)$/, 2],
  [/^(3|iii|ⅲ|三级|3级|一般(风险)?|黄色?|yellow|moderate|general)$/, 3], [/^(4|iv|ⅳ|四级|4级|低(风险)?|蓝色?|blue|low)$/, 4],
];

/** The level that a word or number names; null for not assessed, undefined for a word that is no level. */
export function levelOfWord(value: string): 1 | 2 | 3 | 4 | null | undefined {
  const word = value.normalize('NFKC').trim().toLowerCase();
  if (word === '' || /^(未评估|未定|none|notassessed|not assessed|\?)$/.test(word)) return null;
  return levelWords.find(([pattern]) => pattern.test(word))?.[1];
}
