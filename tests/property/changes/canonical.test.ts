import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/changes/canonical.ts';
import { invertChanges, repeatChanges } from '#shared/changes/invert.ts';

/** The same value with the keys of all its objects in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]));
}

describe('canonicalJson', () => {
  it('is one text for one value, whatever the order of its keys, and reads back as the value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });

  it('by hand', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: '液' }], e: undefined })).toBe('{"a":[{"c":"液","d":null}],"b":1}');
    expect(canonicalJson(JSON.parse('{"b":{},"__proto__":{"z":1,"y":2}}'))).toBe('{"__proto__":{"y":2,"z":1},"b":{}}');
    expect(canonicalJson({ at: new Date(0), 10: 1, 9: 2 })).toBe(canonicalJson({ 9: 2, 10: 1, at: '1970-01-01T00:00:00.000Z' }));
  });
});

describe('invertChanges and repeatChanges', () => {
  const id = '01890000-0000-7000-8000-000000000001';
  it('by hand: a creation is taken back by its flag, an update by its fields, last first', () => {
    const changes = [
      { kind: 'unit' as const, id, before: null, after: { id, name: '泵房', deleted: false } },
      { kind: 'unit' as const, id, before: { name: '泵房' }, after: { name: '泵站' } },
    ];
    expect(invertChanges(changes)).toEqual([
      { kind: 'unit', id, before: { name: '泵站' }, after: { name: '泵房' } },
      { kind: 'unit', id, before: { deleted: false }, after: { deleted: true } },
    ]);
    expect(repeatChanges(changes)).toEqual([
      { kind: 'unit', id, before: { deleted: true }, after: { deleted: false } },
      { kind: 'unit', id, before: { name: '泵房' }, after: { name: '泵站' } },
    ]);
  });
});
