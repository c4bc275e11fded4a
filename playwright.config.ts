import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

// `npm test` names the Electron to use. For a test run by hand: the stand-in, if set-up had to make one.
const standIn = fileURLToPath(new URL('.cache/electron-standin-33.2.1', import.meta.url));
if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined && existsSync(standIn)) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standIn;
}

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // Each test starts an Electron of its own; two at a time on two cores would only disturb each other.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reportSlowTests: null,
  forbidOnly: true,
  use: { trace: 'off' },
});
