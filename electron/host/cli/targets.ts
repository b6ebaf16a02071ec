import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { targetSchema, type Target } from '#shared/contract/exchange.ts';
import { AppError } from '#shared/kernel/errors.ts';

const secretNames = ['token', 'aesKey', 'aesIv'] as const;
const environmentNames = { token: 'RISKATLAS_TOKEN', aesKey: 'RISKATLAS_AES_KEY', aesIv: 'RISKATLAS_AES_IV' } as const;
const fileSchema = z.array(targetSchema.partial({ token: true, aesKey: true, aesIv: true }));

/** Where the command line looks for targets: `RISKATLAS_TARGETS`, else `riskatlas/targets.json` of the user's configuration folder. */
export function targetsFile(environment: NodeJS.ProcessEnv): string {
  if (environment['RISKATLAS_TARGETS']) return path.resolve(environment['RISKATLAS_TARGETS']);
  return path.join(environment['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config'), 'riskatlas', 'targets.json');
}

/**
 * The target `name` with its secrets, which come from the environment, or from the file where only its owner can read that.
 * The window's targets are not seen here: the system's key store opens them for the window alone.
 * @throws AppError error.target.* naming the file and the field
 */
export function readTarget(name: string, environment: NodeJS.ProcessEnv): Target {
  const file = targetsFile(environment);
  const entry = readEntries(file).find((candidate) => candidate.name === name);
  if (!entry) throw new AppError('error.target.notInFile', { name, file });
  const target: Record<string, unknown> = { ...entry };
  for (const secret of secretNames) {
    const given = environment[environmentNames[secret]];
    if (given) target[secret] = given;
    else if (entry[secret] === undefined) throw new AppError('error.target.secretMissing', { name, field: secret, variable: environmentNames[secret] });
  }
  const parsed = targetSchema.safeParse(target);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  // The schema's words name limits and forms, never the value.
  throw new AppError('error.target.badTarget', { name, file, field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
}

function readEntries(file: string): z.infer<typeof fileSchema> {
  if (!fs.existsSync(file)) throw new AppError('error.target.noFile', { file });
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError('error.target.badFile', { file, field: '', reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError('error.target.badFile', { file, field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
  }
  const holdsSecrets = parsed.data.some((entry) => secretNames.some((secret) => entry[secret] !== undefined));
  if (holdsSecrets && process.platform !== 'win32' && (fs.statSync(file).mode & 0o077) !== 0) throw new AppError('error.target.openFile', { file });
  return parsed.data;
}
