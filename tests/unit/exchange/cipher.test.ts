import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, secretBytes } from '#electron/host/exchange/cipher.ts';

describe('AES-128-CBC', () => {
  it('gives the ciphertext of RFC 3602, case 1, before the block of padding', () => {
    const key = secretBytes('aesKey', '06a9214036b8a15b512e03d534120006');
    const iv = secretBytes('aesIv', '3dafba429d9eb430b422da802c9fac41');
    const sealed = Buffer.from(encrypt('Single block msg', key, iv), 'base64');
    expect(sealed.subarray(0, 16).toString('hex')).toBe('e353779c1079aeb82708942dbe77181a');
    expect(sealed.length).toBe(32);
  });

  it('brings back any text', () => {
    const key = secretBytes('aesKey', '0123456789abcdef');
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(decrypt(encrypt(text, key, key), key, key)).toBe(text); }), { numRuns: 200 });
  });

  it('takes 16 characters as they are and 32 hex digits as bytes', () => {
    expect(secretBytes('aesKey', '0123456789abcdef').toString('latin1')).toBe('0123456789abcdef');
    expect(secretBytes('aesKey', '0123456789abcdef0123456789ABCDEF').toString('hex')).toBe('0123456789abcdef0123456789abcdef');
  });

  it('does not put a bad key into its error', () => {
    expect(() => secretBytes('aesKey', 'my-secret-but-short')).toThrow(/badKey/);
    expect(() => secretBytes('aesKey', 'my-secret-but-short')).not.toThrow(/my-secret/);
  });
});
