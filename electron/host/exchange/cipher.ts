import { createCipheriv, createDecipheriv } from 'node:crypto';
import { AppError } from '#shared/kernel/errors.ts';

/**
 * The 16 bytes of an AES-128 key or IV, given as 16 ASCII characters or 32 hex digits.
 * @throws AppError error.exchange.badKey, never with the value
 */
export function secretBytes(field: 'aesKey' | 'aesIv', text: string): Buffer {
  if (/^[\x20-\x7e]{16}$/.test(text)) return Buffer.from(text, 'ascii');
  if (/^[0-9a-fA-F]{32}$/.test(text)) return Buffer.from(text, 'hex');
  throw new AppError('error.exchange.badKey', { field });
}

/** AES-128-CBC with PKCS#7 padding, as base64 (domain 5.D). */
export function encrypt(plain: string, key: Buffer, iv: Buffer): string {
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

/** Undoes `encrypt`. @throws Error for a wrong key or damaged text */
export function decrypt(base64: string, key: Buffer, iv: Buffer): string {
  const decipher = createDecipheriv('aes-128-cbc', key, iv);
  return Buffer.concat([decipher.update(base64, 'base64'), decipher.final()]).toString('utf8');
}
