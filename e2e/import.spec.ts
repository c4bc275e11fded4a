import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, hasSharedData, newFolder, sharedFile } from './pages/application.ts';
import { ImportDialog } from './pages/import-dialog.ts';
import { readStore } from './pages/saved-store.ts';

const VALVE = sharedFile('data/skab/valve1/0.csv');
const MACHINE = sharedFile('data/nab/machine_temperature_system_failure.csv');

test.describe('importing real files', () => {
  test.skip(
    !hasSharedData,
    'skipped: data not present. These read public data sets that lie beside the project and are not part of it; a clone alone has nothing to import.',
  );

  test('a SKAB file by dialog: detected without a manual step, trained, its anomaly seen, stored bit for bit', async () => {
    const application = await Application.start();
    const dialog = new ImportDialog(application);
    await dialog.choose(VALVE);
    await expect(dialog.dialog.getByText('Volume Flow RateRMS').first()).toBeVisible();
    await dialog.accept();
    await expect(application.page.getByText('as import #1')).toBeVisible();
    await expect(application.trend).toBeVisible();

    await application.button('Train and score…').click();
    await application.page.getByRole('dialog').getByRole('button', { name: 'Train and score' }).click();
    await expect(application.page.getByText(/\d+ of [\d,]+ samples anomalous/)).toBeVisible();
    await expect(application.anomalies.getByRole('row').nth(1)).toBeVisible();
    await application.close();

    const text = readFileSync(VALVE);
    const rows = text.toString('utf8').trimEnd().split(/\r?\n/).slice(1);
    const [imported] = readStore<{ rows: number; readings: number; sha256: string }>(
      application.dataFolder,
      'SELECT row_count AS rows, reading_count AS readings, file_sha256 AS sha256 FROM imports',
    );
    expect(imported?.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(imported?.rows).toBe(rows.length);
    expect(imported?.readings).toBe(rows.length * 10);
  });

  test('a file dropped on the window, whose clock steps back: told, and nothing lost silently', async () => {
    const application = await Application.start();
    const dialog = new ImportDialog(application);
    await dialog.drop(MACHINE);
    await dialog.accept();
    await expect(application.page.getByText('as import #1')).toBeVisible();
    await application.close();

    const [imported] = readStore<{ rows: number; readings: number; duplicates: number }>(
      application.dataFolder,
      'SELECT row_count AS rows, reading_count AS readings, duplicate_count AS duplicates FROM imports',
    );
    expect(imported).toEqual({ rows: 22_695, readings: 22_683, duplicates: 12 });
  });
});

test('an import taken back leaves no reading, and the file can be imported again', async () => {
  const file = join(newFolder('undo'), 'may.csv');
  await writeFile(
    file,
    'time,load\n2024-05-01 06:15:00,410\n2024-05-01 06:16:00,411\n2024-05-01 06:17:00,412\n',
  );
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  await dialog.choose(file);
  await dialog.accept();
  await expect(application.page.getByText('as import #1')).toBeVisible();

  const info = application.page.getByRole('complementary', { name: 'Plant info' });
  await info.getByText('may.csv').click();
  await info.getByRole('button', { name: 'Take back…' }).click();
  await info.getByRole('button', { name: 'Take back', exact: true }).click();
  await expect(application.page.getByText('Took back import #1')).toBeVisible();
  await expect(info).toContainText('none yet');

  await dialog.choose(file);
  await dialog.accept();
  await expect(application.page.getByText('as import #2')).toBeVisible();
  await application.close();
  const [held] = readStore<{ readings: number }>(
    application.dataFolder,
    'SELECT sum(reading_count) AS readings FROM chunks',
  );
  expect(held).toEqual({ readings: 3 });
});

test.describe('files that cannot be imported', () => {
  test('a broken file gives its message and changes nothing', async () => {
    const folder = newFolder('broken');
    const file = join(folder, 'april.csv');
    await writeFile(
      file,
      'time,load\n2024-04-01 06:15:00,410\n2024-04-01 06:16:00,"411\n2024-04-01 06:17:00,412\n',
    );
    const application = await Application.start();
    const dialog = new ImportDialog(application);
    await dialog.choose(file);
    await expect(application.page.getByText(/Line 3.*quote/).first()).toBeVisible();
    await expect(application.page.getByText('Nothing was imported').first()).toBeVisible();
    await application.close();
    for (const table of ['imports', 'tags', 'chunks']) {
      expect(readStore(application.dataFolder, `SELECT * FROM ${table}`)).toEqual([]);
    }
  });

  test('text that wants to run is shown as text', async () => {
    const folder = newFolder('hostile');
    const file = join(folder, 'x.csv');
    const rows = Array.from({ length: 5 }, (_, minute) => `2024-04-01 06:1${minute}:00,${minute},${minute}`);
    await writeFile(file, `time,<img src=x onerror=alert(1)>,=cmd|'/c calc'!A1\n${rows.join('\n')}\n`);
    const application = await Application.start();
    const dialog = new ImportDialog(application);
    await dialog.choose(file);
    await dialog.accept();
    await expect(application.page.getByText('as import #1')).toBeVisible();
    await expect(application.page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();
    expect(await application.page.locator('img[src="x"]').count()).toBe(0);
    expect(application.complaints).toEqual([]);
    await application.close();
  });
});
