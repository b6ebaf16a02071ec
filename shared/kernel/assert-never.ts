/**
 * Marks a branch that the type checker proves unreachable.
 * @throws always, naming the value, for data that got past the types.
 */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
