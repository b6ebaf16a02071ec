#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureDependencies, projectNode } from './setup/dependencies.mjs';
import { root } from './setup/folders.mjs';

/* The command line from the sources, on the project's own Node: `npm run riskatlas -- …` or `npx riskatlas …`. */
await ensureDependencies();
// npm runs scripts in the project's folder; paths on the command line are meant from where the person stands.
const folder = process.env.INIT_CWD ?? process.cwd();
const { status } = spawnSync(projectNode(), ['--disable-warning=ExperimentalWarning', path.join(root, 'electron/start/cli.ts'), ...process.argv.slice(2)], { cwd: folder, stdio: 'inherit' });
process.exit(status ?? 1);
