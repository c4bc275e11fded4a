import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, newFolder } from './pages/application.ts';
import { readStore } from './pages/saved-store.ts';

test('first start: the sample plant, simulated readings, 50 of 1,000, export, and all of it again after a restart', async () => {
  const exports = newFolder('export');
  let application = await Application.start(newFolder('data'), `--export-dir=${exports}`);
  const { dataFolder } = application;

  await test.step('opens on the sample plant, with what is not known said to be so', async () => {
    const info = application.page.getByRole('complementary', { name: 'Plant info' });
    await expect(application.page.getByRole('option', { name: 'ZAWAR MINES' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await expect(info).toContainText('80 MW');
    await expect(info).toContainText('Hindustan Zinc');
    await expect(info).toContainText('not known');
    await expect(info).toContainText('none yet');
  });

  await test.step('generates, trains and flags 50 of 1,000 samples', async () => {
    await application.button('Generate and analyse').click();
    await expect(application.page.getByText('50 of 1,000 samples')).toBeVisible();
    await expect(application.trend).toBeVisible();
    await expect(application.anomalies.getByRole('row').nth(1)).toContainText('usual');
  });

  await test.step('a row of the table takes the trend there', async () => {
    const all = application.button('all');
    await expect(all).toHaveAttribute('aria-pressed', 'true');
    await application.anomalies.getByRole('row').nth(1).click();
    await expect(all).toHaveAttribute('aria-pressed', 'false');
    await expect(application.anomalies.getByRole('row').nth(1)).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('changing the contamination flags another share without training', async () => {
    const field = application.page.getByRole('textbox', { name: 'Contamination in per cent' });
    await field.fill('10');
    await field.press('Enter');
    await expect(application.page.getByText('100 of 1,000 samples')).toBeVisible();
    await field.fill('5');
    await field.press('Enter');
    await expect(application.page.getByText('50 of 1,000 samples')).toBeVisible();
  });

  await test.step('exports', async () => {
    await application.button('Export').click();
    await expect(application.page.getByText('Exported')).toBeVisible();
  });

  expect(application.complaints).toEqual([]);
  await application.close();

  await test.step('the exported tables hold what the store holds', () => {
    const [anomalyFile, flaggedFile, sideFile] = ['-anomalies.csv', '-flagged-readings.csv', '.json'].map(
      (end) => readdirSync(exports).find((name) => name.endsWith(end)),
    );
    const lines = (name: string | undefined): string[] =>
      readFileSync(join(exports, name ?? ''), 'utf8')
        .trimEnd()
        .split('\r\n');
    const stored = readStore<{ startMs: number; endMs: number; peak: number; samples: number }>(
      dataFolder,
      `SELECT start_ms AS startMs, end_ms AS endMs, peak_score AS peak, anomalies.sample_count AS samples
       FROM anomalies JOIN runs ON runs.id = run_id AND runs.revision = anomalies.revision ORDER BY start_ms`,
    );
    const exported = lines(anomalyFile)
      .slice(1)
      .map((line) => line.split(','))
      .map(([, start = '', end = '', , , peak, samples]) => ({
        startMs: Date.parse(start),
        endMs: Date.parse(end),
        peak: Number(peak),
        samples: Number(samples),
      }));
    expect(exported.length).toBeGreaterThan(3);
    expect(exported).toEqual(stored);
    expect(lines(flaggedFile).length - 1).toBe(50);

    const side: unknown = JSON.parse(readFileSync(join(exports, sideFile ?? ''), 'utf8'));
    const [run] = readStore<{ threshold: number; dataSha256: string }>(
      dataFolder,
      'SELECT threshold, data_sha256 AS dataSha256 FROM runs',
    );
    expect(side).toMatchObject({
      plant: { name: 'ZAWAR MINES' },
      run: {
        threshold: run?.threshold,
        dataSha256: run?.dataSha256,
        detector: { id: 'isolation-forest', seed: 42 },
      },
      imports: [{ number: 1, source: 'generated', rows: 1000 }],
    });
  });

  await test.step('a restart finds everything', async () => {
    application = await Application.start(dataFolder);
    await expect(application.page.getByText('50 of 1,000 samples')).toBeVisible();
    await expect(application.trend).toBeVisible();
    await expect(application.anomalies.getByRole('row').nth(1)).toContainText('usual');
    await application.close();
  });
});
