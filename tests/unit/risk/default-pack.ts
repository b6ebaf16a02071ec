import data from '../../../resources/rules/default.json' with { type: 'json' };
import { rulePackSchema, type RulePack } from '#shared/risk/rule-pack.ts';

/** The rule pack that the product ships. */
export const defaultPack: RulePack = rulePackSchema.parse(data);
