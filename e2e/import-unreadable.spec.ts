import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Application, newFolder } from './pages/application.ts';
import { ImportDialog } from './pages/import-dialog.ts';
import { readStore } from './pages/saved-store.ts';

const TEXT = `time,load\n${Array.from({ length: 60 }, (_, minute) => `2024-04-12 06:${String(minute).padStart(2, '0')}:00,${400 + minute}`).join('\n')}\n`;

test('a file that vanishes after it was chosen: nothing is imported, the reason is told, it is imported once it is back', async () => {
  const application = await Application.start();
  const dialog = new ImportDialog(application);
  const file = join(newFolder('vanishing'), 'april.csv');
  writeFileSync(file, TEXT);
  await dialog.choose(file);
  await expect(dialog.importButton).toBeEnabled();
  rmSync(file);
  await dialog.importButton.click();
  await expect(dialog.dialog).toContainText('There is no such file as "april.csv".');
  await dialog.button('Change its choices').click();
  writeFileSync(file, TEXT);
  await dialog.accept();
  await expect(application.page.getByRole('complementary', { name: 'Plant info' })).toContainText(
    'april.csv',
  );
  await application.close();
  expect(readStore(application.dataFolder, 'SELECT reading_count AS n FROM imports')).toEqual([{ n: 60 }]);
});
