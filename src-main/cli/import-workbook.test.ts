import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliFolder, createCliFolder, run } from './testing/cli-folder.ts';

let folder: CliFolder;
beforeEach(() => (folder = createCliFolder()));
afterEach(() => folder.remove());

const workbook = readFileSync(
  join(import.meta.dirname, '../../src-worker/core/xlsx/fixtures/historian.xlsx'),
);

describe('boilerhouse import of a workbook', () => {
  it('prints what the first sheet would be stored as', async () => {
    const file = folder.put('april.xlsx', workbook);
    const { exitCode, stdout } = await run('import', file, '--dry-run', '--json', '--zone', 'Asia/Kolkata');
    expect(exitCode).toBe(0);
    const first = Date.parse('2024-04-01T06:15:00+05:30');
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      layout: 'wide',
      questions: [],
      tags: [
        { name: 'U1.LOAD', unit: 'MW', count: 4, missing: 0 },
        { name: 'U1.MS.PRESS', unit: 'kg/cm2', count: 4, missing: 2 },
        { name: 'U1.TRIP', unit: null, count: 4, missing: 0 },
        { name: 'U1.RATIO', unit: '%', count: 4, missing: 0 },
      ],
      rejected: [{ line: 9, column: 'Timestamp' }],
    });
    expect(JSON.parse(stdout)).toHaveProperty('readings[0]', ['U1.LOAD', first, 498.7, 'good']);
    expect(JSON.parse(stdout)).toHaveProperty('readings[1]', ['U1.MS.PRESS', first, 169.8, 'good']);
  });

  it('refuses one under the name of a CSV file, and says what to do', async () => {
    const file = folder.put('april.csv', workbook);
    const { exitCode, stdout } = await run('import', file, '--dry-run', '--json');
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'bad-file' } });
    expect(stdout).toMatch(/renamed to \.csv\. Open it as Excel\? .* give the file the ending \.xlsx/);
  });
});
