import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileSchema, type Profile } from '#shared/exchange/profile.ts';
import { AppError } from '#shared/kernel/errors.ts';

const known = new Map<string, Profile>();

/**
 * The profile `id` of `resources/exchange`, read once.
 * @throws AppError error.exchange.profileUnknown, error.exchange.profileBroken
 */
export function loadProfile(resources: string, id: string): Profile {
  const path = join(resources, 'exchange', `${id}.json`);
  const kept = known.get(path);
  if (kept) return kept;
  // The id becomes part of a path: letters, digits, hyphen and underscore only.
  if (!/^[\w-]{1,64}$/.test(id)) throw new AppError('error.exchange.profileUnknown', { profile: id.slice(0, 64) });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new AppError('error.exchange.profileUnknown', { profile: id }, { cause: thrown });
  }
  const profile = parse(text, id);
  known.set(path, profile);
  return profile;
}

function parse(text: string, id: string): Profile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw new AppError('error.exchange.profileBroken', { profile: id, field: '-', reason: thrown instanceof Error ? thrown.message : String(thrown) }, { cause: thrown });
  }
  const parsed = profileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('error.exchange.profileBroken', { profile: id, field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
}
