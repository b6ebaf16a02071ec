import data from '../../../../resources/rules/default.json';
import { rulePackSchema } from '#shared/risk/rule-pack.ts';

/** The rules that ship with the product: which values a factor may take, and the cut-offs shown while a person edits. Levels that count come from the host. */
export const rulePack = rulePackSchema.parse(data);
