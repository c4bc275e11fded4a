import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, newFolder } from './pages/application.ts';
import { ImportDialog } from './pages/import-dialog.ts';
import { readStore } from './pages/saved-store.ts';

const MINUTES = 600;

/** Ten hours of two tags, a reading a minute. */
function writeFile(): string {
  const file = join(newFolder('deletion-csv'), 'april.csv');
  const rows = Array.from({ length: MINUTES }, (_, minute) => {
    const time = new Date(Date.UTC(2024, 3, 12, 0, minute)).toISOString();
    return `${time},${410 + (minute % 7)},${170 + (minute % 3)}`;
  });
  writeFileSync(file, `time,load,pressure\n${rows.join('\n')}\n`);
  return file;
}

test('a stretch is deleted for good after a backup, a tag gets a retention, the file is compacted', async () => {
  const application = await Application.start();
  const { page } = application;
  const dialog = new ImportDialog(application);
  await dialog.choose(writeFile());
  await dialog.accept();
  const plantInfo = page.getByRole('complementary', { name: 'Plant info' });
  await expect(plantInfo).toContainText('april.csv');

  await application.menu('Delete Readings…');
  const deletion = page.getByRole('dialog', { name: /^Delete readings of/ });
  const status = deletion.getByRole('status');
  await expect(status).toHaveText('1,200 readings of 2 tags would go.');
  await expect(deletion).toContainText('None yet.');

  await test.step('what goes is counted before, and nothing goes without an answer', async () => {
    const { local, later } = await page.evaluate(() => {
      const typed = (timeMs: number): string =>
        new Date(timeMs - new Date(timeMs).getTimezoneOffset() * 60_000)
          .toISOString()
          .slice(0, 19)
          .replace('T', ' ');
      return { local: typed(Date.UTC(2024, 3, 12, 1)), later: typed(Date.UTC(2024, 3, 12, 1, 59)) };
    });
    await deletion.getByRole('textbox', { name: 'From' }).fill(later);
    await deletion.getByRole('textbox', { name: 'To, included' }).fill(local);
    await expect(status).toHaveText('The range ends before it begins.');
    await deletion.getByRole('textbox', { name: 'From' }).fill(local);
    await deletion.getByRole('textbox', { name: 'To, included' }).fill(later);
    await deletion.getByRole('checkbox', { name: 'pressure' }).uncheck();
    await expect(status).toHaveText('60 readings of 1 tag would go.');
    await deletion.getByRole('button', { name: 'Delete…' }).click();
    await expect(deletion.getByRole('button', { name: 'Keep the readings' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(status).toHaveText('60 readings of 1 tag would go.');
  });

  await deletion.getByRole('button', { name: 'Delete…' }).click();
  await deletion.getByRole('button', { name: 'Back up, then delete' }).click();
  await expect(page.getByText(/The backup before it: boilerhouse-.*\.db/)).toBeVisible();
  await expect(status).toHaveText('No reading lies in this range.');
  await expect(deletion.getByRole('row').filter({ hasText: 'load' })).toContainText('60');
  await page.keyboard.press('Escape');

  await test.step('retention', async () => {
    await application.menu('Retention…');
    const retention = page.getByRole('dialog', { name: /^Retention of/ });
    await retention.getByRole('checkbox', { name: 'pressure' }).check();
    await expect(retention.getByRole('status')).toHaveText('Nothing is older by now.');
    await retention.getByRole('textbox', { name: 'Days to keep' }).fill('1');
    await retention.getByRole('button', { name: 'Set retention…' }).click();
    await expect(retention.getByText('1 day', { exact: true })).toBeVisible();
    await retention.getByRole('button', { name: 'Keep all' }).click();
    await expect(retention.getByText('all', { exact: true })).toHaveCount(2);
    await page.keyboard.press('Escape');
  });

  await application.menu('Compact Database…');
  const care = page.getByRole('dialog', { name: /Data store/ });
  await care.getByRole('button', { name: 'Compact', exact: true }).click();
  await expect(page.getByText('Database compacted')).toBeVisible();
  await expect(care.getByRole('region', { name: 'Room' })).toContainText('0 B of');
  await care.getByRole('button', { name: 'Check everything' }).click();
  await expect(care).toContainText('Sound: 1,140 readings');
  expect(application.complaints).toEqual([]);
  await application.close();

  const counts = readStore<{ name: string; readings: number }>(
    application.dataFolder,
    'SELECT name, reading_count AS readings FROM tags ORDER BY name',
  );
  expect(counts).toEqual([
    { name: 'load', readings: MINUTES - 60 },
    { name: 'pressure', readings: MINUTES },
  ]);
  const [record] = readStore<{ reason: string; by: string | null; readings: number }>(
    application.dataFolder,
    'SELECT reason, deleted_by AS "by", reading_count AS readings FROM deletions',
  );
  expect(record).toMatchObject({ reason: 'range', readings: 60 });
  expect(record?.by).toBeTruthy();
});
