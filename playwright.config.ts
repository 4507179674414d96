import { defineConfig } from 'playwright/test';

/** Each app has its own Secret Service, browser and practice cloud, so that tests of one file may run side by side too. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 120_000,
  // How long something may take on a computer that is busy with all the other tests; most of it takes a moment.
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: 'list',
});
