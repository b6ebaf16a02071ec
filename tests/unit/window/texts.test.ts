import { describe, expect, it } from 'vitest';
import { catalogue } from '#shared/text/index.ts';
import { en } from '../../../renderer/src/locales/en/index.ts';
import { zhCN } from '../../../renderer/src/locales/zh-CN/index.ts';

/** Names of the placeholders in a text, plural forms such as `{n|row|rows}` counted as `n`. */
function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ''))].sort();
}

describe('texts of the window', () => {
  it('has the same keys in both languages, none of them empty', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zhCN).sort());
    for (const text of [...Object.values(zhCN), ...Object.values(en)]) expect(text.trim()).not.toBe('');
  });
  it('names the same placeholders in both languages', () => {
    for (const [key, text] of Object.entries(zhCN)) expect([key, placeholders(en[key as keyof typeof en])]).toEqual([key, placeholders(text)]);
  });
  it('takes no key of the shared catalogue', () => {
    const shared = new Set(Object.keys(catalogue('zh-CN')));
    expect(Object.keys(zhCN).filter((key) => shared.has(key))).toEqual([]);
  });
  it('writes Chinese without exclamation marks and without 我们', () => {
    for (const text of Object.values(zhCN)) expect(text).not.toMatch(/[！!]|我们/);
  });
});
