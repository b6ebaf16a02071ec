import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['tests/{unit,property,contract,fault,security}/**/*.test.ts'],
    // A limit for what hangs, not for what is slow on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Two cores: more workers only make each test slower and time limits flaky.
    maxWorkers: 2,
  },
});
