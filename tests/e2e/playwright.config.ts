import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../../out/e2e',
  timeout: 120_000,
  // A window has its machine to itself: two at a time on two cores would only make each other's times wrong.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json']],
});
