import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulePackSchema, type RulePack } from '#shared/risk/rule-pack.ts';

/** The rule pack that is shipped, read when it is first needed. */
export function loadRulePack(resources: string): () => RulePack {
  let pack: RulePack | undefined;
  return () => {
    pack ??= rulePackSchema.parse(JSON.parse(readFileSync(join(resources, 'rules', 'default.json'), 'utf8')));
    return pack;
  };
}
