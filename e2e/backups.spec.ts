import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, newFolder } from './pages/application.ts';
import { ImportDialog } from './pages/import-dialog.ts';
import { readStore } from './pages/saved-store.ts';

const countsOf = (dataFolder: string): number =>
  readStore<{ readings: number }>(
    dataFolder,
    'SELECT coalesce(sum(reading_count), 0) AS readings FROM chunks',
  )[0]?.readings ?? -1;

async function importFile(application: Application, name: string, minutes: number): Promise<void> {
  const file = join(newFolder('backup-csv'), name);
  const rows = Array.from(
    { length: minutes },
    (_, minute) => `2024-05-01 06:${String(minute + 10)}:00,${410 + minute}`,
  );
  await writeFile(file, `time,load\n${rows.join('\n')}\n`);
  const dialog = new ImportDialog(application);
  await dialog.choose(file);
  await dialog.accept();
  await expect(application.page.getByRole('complementary', { name: 'Plant info' })).toContainText(name);
}

test('a backup made in the window, copied, and put back after more was imported', async () => {
  const application = await Application.start();
  await importFile(application, 'before.csv', 3);
  await application.button(/^store /).click();
  const care = application.page.getByRole('dialog', { name: /Data store/ });
  await expect(care).toContainText('No backup yet');
  await care.getByRole('button', { name: 'Back up now' }).click();
  await expect(care.getByRole('row')).toHaveCount(2);
  await care.getByRole('button', { name: 'Check everything' }).click();
  await expect(care).toContainText('Sound: 3 readings in 1 chunk agree with their checksums.');

  const stick = newFolder('stick');
  await application.answerNextDialog(stick);
  await care.getByRole('button', { name: /^Save a copy/ }).click();
  await expect(application.page.getByText('Copy saved and checked')).toBeVisible();
  const [copy = ''] = readdirSync(stick).filter((name) => name.endsWith('.db'));
  const info: unknown = JSON.parse(readFileSync(join(stick, `${copy}.json`), 'utf8'));
  expect(info).toMatchObject({
    readingCount: 3,
    sha256: createHash('sha256')
      .update(readFileSync(join(stick, copy)))
      .digest('hex'),
  });

  await application.page.keyboard.press('Escape');
  await importFile(application, 'after.csv', 5);
  await application.button(/^store /).click();
  await care.getByRole('button', { name: /^Restore the backup/ }).click();
  await care.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(application.page.getByText('Backup restored')).toBeVisible();
  await application.page.keyboard.press('Escape');
  const plantInfo = application.page.getByRole('complementary', { name: 'Plant info' });
  await expect(plantInfo).toContainText('before.csv');
  await expect(plantInfo).not.toContainText('after.csv');
  await application.close();
  expect(countsOf(application.dataFolder)).toBe(3);
  const kept = readdirSync(application.dataFolder).filter(
    (name) => name.includes('before-restore') && name.endsWith('.db'),
  );
  expect(kept).toHaveLength(1);
  expect(existsSync(join(application.dataFolder, 'backups', copy))).toBe(true);
});

test('a database that was damaged: replaced by its backup, kept, and told when the window opens', async () => {
  const application = await Application.start();
  await importFile(application, 'april.csv', 3);
  await application.button(/^store /).click();
  await application.page.getByRole('dialog').getByRole('button', { name: 'Back up now' }).click();
  await expect(application.page.getByText('Backup made and checked')).toBeVisible();
  await application.close();
  const path = join(application.dataFolder, 'boilerhouse.db');
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096, 4096 * 6);
  await writeFile(path, bytes);

  const again = await Application.start(application.dataFolder);
  const notice = again.page.getByText('The database was damaged and has been replaced');
  await expect(notice).toBeVisible();
  await expect(again.page.getByText(/was put in its place/)).toBeVisible();
  await expect(again.page.getByRole('complementary', { name: 'Plant info' })).toContainText('april.csv');
  await again.close();
  expect(countsOf(application.dataFolder)).toBe(3);
  const [damaged = ''] = readdirSync(application.dataFolder).filter(
    (name) => name.includes('damaged') && name.endsWith('.db'),
  );
  expect(readFileSync(join(application.dataFolder, damaged)).equals(bytes)).toBe(true);
});
