import { defineConfig } from 'playwright/test';

/** The demo is a test that shows itself: every step is checked, and a step that fails ends it. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.demo.ts',
  outputDir: '../../test-results/demo',
  workers: 1,
  retries: 0,
  timeout: 110_000,
  expect: { timeout: 15_000 },
  reporter: [['./teller.ts']],
});
