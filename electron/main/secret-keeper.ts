import { safeStorage } from 'electron';
import type { SecretKeeper } from './target-store.ts';

/**
 * Electron's safeStorage. On Linux the backend `basic_text` only obscures, so it counts as none. To be made once the app is ready.
 * Uses the asynchronous calls where the running Electron has them (46 has nothing else); the development runtime does not.
 */
export async function systemSecretKeeper(): Promise<SecretKeeper> {
  const asynchronous = 'encryptStringAsync' in safeStorage;
  const available = asynchronous ? await safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable();
  const weak = process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
  return {
    protects: () => available && !weak,
    seal: async (text) => (asynchronous ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text)),
    open: async (sealed) => (asynchronous ? (await safeStorage.decryptStringAsync(sealed)).result : safeStorage.decryptString(sealed)),
  };
}
