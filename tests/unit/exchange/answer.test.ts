import { describe, expect, it } from 'vitest';
import { readAnswer } from '#shared/exchange/answer.ts';

const a = '019300a0-0000-7000-8000-00000000000a';
const b = '019300a0-0000-7000-8000-00000000000b';
const read = (body: unknown): ReturnType<typeof readAnswer> => readAnswer(JSON.stringify(body), [a, b]);

describe('the answer to a batch', () => {
  it('takes all rows where the receiver says success and names none', () => {
    expect(read({ requestId: '1', success: true, code: '200', state: '', data: { msg: 'ok', code: '200', data: [] } })).toEqual({ kind: 'rows', refused: new Map(), restTaken: true });
    expect(read({ success: true })).toEqual({ kind: 'rows', refused: new Map(), restTaken: true });
    expect(read({ success: true, code: 200, data: null })).toEqual({ kind: 'rows', refused: new Map(), restTaken: true });
  });

  it('gives each refused row its words, also for ids without hyphens or in capitals', () => {
    expect(read({ success: true, data: { code: '500', msg: '部分失败', data: [{ id: a.replaceAll('-', ''), msg: '缺上级' }, { id: b.toUpperCase(), msg: null }] } }))
      .toEqual({ kind: 'rows', refused: new Map([[a, '缺上级'], [b, '部分失败']]), restTaken: true });
  });

  it('refuses the whole batch where it failed and no row of it is named', () => {
    expect(read({ success: false, msg: '企业未注册' })).toEqual({ kind: 'refused', message: '企业未注册' });
    expect(read({ success: true, data: { code: 500, msg: '解密失败', data: [] } })).toEqual({ kind: 'refused', message: '解密失败' });
    expect(read({ success: false, data: { data: [{ id: 'other', msg: 'x' }] } })).toEqual({ kind: 'refused', message: '' });
  });

  it('does not take the rest for granted where the batch failed', () => {
    expect(read({ success: false, data: { data: [{ id: a, msg: '缺上级' }] } })).toEqual({ kind: 'rows', refused: new Map([[a, '缺上级']]), restTaken: false });
  });

  it('is none for anything else', () => {
    for (const body of [null, 1, [], {}, { success: 'true' }, { success: true, data: { data: [{ msg: 'no id' }] } }, { success: true, data: { data: 'all' } }]) expect(read(body)).toBeNull();
    expect(readAnswer('', [a])).toBeNull();
    expect(readAnswer('<html>', [a])).toBeNull();
  });

  it('keeps a receiver’s words short', () => {
    const answer = read({ success: true, data: { data: [{ id: a, msg: 'x'.repeat(10_000) }] } });
    expect(answer?.kind === 'rows' && answer.refused.get(a)?.length).toBe(501);
  });
});
