import type { zhCN } from '#shared/text/zh-CN/index.ts';
import { change } from './change.ts';
import { common } from './common.ts';
import { dwg } from './dwg.ts';
import { checklist } from './checklist.ts';
import { cli } from './cli.ts';
import { exchange } from './exchange.ts';
import { geo } from './geo.ts';
import { layout } from './layout.ts';
import { layoutRevision } from './layout-revision.ts';
import { risk } from './risk.ts';
import { sheet } from './sheet.ts';
import { shell } from './shell.ts';
import { workspace } from './workspace.ts';
import { zones } from './zones.ts';

export const en: Record<keyof typeof zhCN, string> = {
  ...common, ...dwg, ...workspace, ...change, ...risk, ...layout, ...geo, ...layoutRevision, ...zones, ...checklist, ...sheet, ...exchange, ...cli, ...shell,
};
