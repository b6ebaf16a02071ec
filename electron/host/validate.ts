import { z } from 'zod';
import { AppError, type MessageParams } from '#shared/kernel/errors.ts';
import type { EntityKind } from '#shared/model/entity.ts';
import { entityDefinitions } from '#shared/model/index.ts';

const strictSchemas = new Map<EntityKind, z.ZodType<Record<string, unknown>>>();

/**
 * The row as its schema has it (names trimmed).
 * @throws AppError error.row.invalid with the kind, the first field that does not fit, and why
 */
export function validRow(kind: EntityKind, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  let schema = strictSchemas.get(kind);
  if (!schema) {
    // Fields in canonical order: the change log then takes the row as it comes out of here, without sorting.
    const shape = Object.entries(entityDefinitions[kind].schema.shape).sort(([a], [b]) => (a < b ? -1 : 1));
    schema = z.strictObject(Object.fromEntries(shape));
    strictSchemas.set(kind, schema);
  }
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  throw rowInvalid(kind, result.error.issues[0]);
}

function rowInvalid(kind: EntityKind, issue: z.core.$ZodIssue | undefined): AppError {
  const { field, params } = issueParams(issue);
  return new AppError('error.row.invalid', { kind: `kind.${kind}`, field: `field.${field.split('.')[0] ?? ''}`, ...params });
}

/** A schema's complaint as message parameters: the field's path, and `reason`, a key of `shared/text` (`reason.…`) with its limit. */
export function issueParams(issue: z.core.$ZodIssue | undefined): { field: string; params: MessageParams } {
  if (!issue) return { field: '', params: { reason: 'reason.format' } };
  const field = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return { field, params: { reason: 'reason.empty' } };
      return { field, params: { reason: tooSmall(issue.origin, issue.inclusive), limit: String(issue.minimum) } };
    case 'too_big':
      return { field, params: { reason: issue.origin === 'string' || issue.origin === 'array' ? 'reason.tooLong' : 'reason.tooBig', limit: String(issue.maximum) } };
    case 'invalid_type':
      return { field, params: issue.input === undefined || issue.input === null ? { reason: 'reason.missing' } : { reason: 'reason.type', expected: issue.expected } };
    case 'unrecognized_keys':
      return { field: [field, issue.keys[0]].filter(Boolean).join('.'), params: { reason: 'reason.unknownField' } };
    case 'invalid_value':
    case 'invalid_union':
      return { field, params: { reason: 'reason.notAllowed' } };
    default:
      return { field, params: { reason: 'reason.format' } };
  }
}

function tooSmall(origin: string, inclusive: boolean | undefined): string {
  if (origin === 'string' || origin === 'array') return 'reason.tooShort';
  return inclusive === false ? 'reason.notAbove' : 'reason.tooSmall';
}
