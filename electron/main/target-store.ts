import path from 'node:path';
import { z } from 'zod';
import { targetSchema, type Target } from '#shared/contract/exchange.ts';
import type { TargetSummary } from '#shared/contract/shell.ts';
import { AppError } from '#shared/kernel/errors.ts';
import { readJson, writeJson } from './settings.ts';

/** The system's key store. `protects` is false where it would only obscure (Linux without a secret service). */
export interface SecretKeeper {
  protects(): boolean;
  seal(text: string): Promise<Buffer>;
  open(sealed: Buffer): Promise<string>;
}

const storedSchema = z.object({
  summary: targetSchema.omit({ token: true, aesKey: true, aesIv: true }),
  /** Token, key and IV as JSON, sealed, base64. */
  sealed: z.string(),
});
const fileSchema = z.array(storedSchema);
const secretsSchema = targetSchema.pick({ token: true, aesKey: true, aesIv: true });

/**
 * Targets of the hand-over. Secrets are written only as the system's key store sealed them; where there is none they are kept in
 * memory until the program ends, and the window says so. Windows never get them back.
 */
export class TargetStore {
  readonly #file: string;
  readonly #keeper: SecretKeeper;
  readonly #unsaved = new Map<string, Target>();

  constructor(folder: string, keeper: SecretKeeper) {
    this.#file = path.join(folder, 'targets.json');
    this.#keeper = keeper;
  }

  get secretsProtected(): boolean {
    return this.#keeper.protects();
  }

  list(): TargetSummary[] {
    const saved = this.#read().map((stored) => stored.summary).filter((summary) => !this.#unsaved.has(summary.name));
    return [...saved, ...[...this.#unsaved.values()].map(summaryOf)].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  }

  async save(target: Target): Promise<TargetSummary> {
    const summary = summaryOf(target);
    if (!this.#keeper.protects()) {
      this.#unsaved.set(target.name, target);
      return summary;
    }
    const sealed = await this.#keeper.seal(JSON.stringify(secretsSchema.parse(target)));
    const others = this.#read().filter((stored) => stored.summary.name !== target.name);
    writeJson(this.#file, [...others, { summary, sealed: sealed.toString('base64') }]);
    return summary;
  }

  delete(name: string): void {
    this.#unsaved.delete(name);
    const all = this.#read();
    const kept = all.filter((stored) => stored.summary.name !== name);
    if (kept.length !== all.length) writeJson(this.#file, kept);
  }

  /** @throws AppError error.target.unknown, error.target.secretsLost where the key store no longer opens them */
  async withSecrets(name: string): Promise<Target> {
    const unsaved = this.#unsaved.get(name);
    if (unsaved) return unsaved;
    const stored = this.#read().find((entry) => entry.summary.name === name);
    if (!stored) throw new AppError('error.target.unknown', { name });
    try {
      const secrets = secretsSchema.parse(JSON.parse(await this.#keeper.open(Buffer.from(stored.sealed, 'base64'))));
      return { ...stored.summary, ...secrets };
    } catch (cause) {
      throw new AppError('error.target.secretsLost', { name }, { cause });
    }
  }

  #read(): z.infer<typeof fileSchema> {
    return readJson(this.#file, fileSchema) ?? [];
  }
}

function summaryOf({ token: _token, aesKey: _key, aesIv: _iv, ...summary }: Target): TargetSummary {
  return summary;
}
