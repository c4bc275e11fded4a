import { expect, test } from '@playwright/test';
import { Application } from './pages/application.ts';
import { readStore } from './pages/saved-store.ts';

test('start-ups of a plant with outages are compared with the one marked as golden; the slow one is named', async () => {
  const application = await Application.start();
  const { page } = application;
  const dialog = page.getByRole('dialog', { name: /Start-ups/ });
  await application.menu('Start-Ups…');
  await expect(dialog.getByText(/This plant holds no readings/)).toBeVisible();
  await page.keyboard.press('Escape');

  await application.menu('Generate Readings…');
  await page.getByRole('radio', { name: 'Eight weeks with outages' }).click();
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText(/80,640 rows/).first()).toBeVisible({ timeout: 30_000 });
  await expect(application.trend).toBeVisible({ timeout: 30_000 });

  await application.menu('Start-Ups…');
  const list = dialog.getByRole('grid', { name: 'Start-ups' });
  await expect(list.getByRole('row')).toHaveCount(9, { timeout: 30_000 });
  await expect(list.getByRole('row').nth(5)).toContainText('no golden start');

  await dialog.getByRole('button', { name: 'Mark as golden' }).click();
  await expect(list.getByRole('row').nth(1)).toContainText('★ golden');
  const slow = list.getByRole('row').nth(5);
  await expect(slow).toContainText('Main steam temperature');
  await slow.click();
  const sentences = dialog.getByRole('list', { name: 'Differences from the golden start' });
  await expect(
    sentences.getByText(
      /Main steam temperature \d+\.\d K below the golden start \d+ min after synchronisation/,
    ),
  ).toBeVisible();
  await expect(sentences.getByText(/40 % load reached 5\d min later/)).toBeVisible();
  await expect(dialog.locator('.js-plotly-plot')).toBeVisible();

  await dialog.getByRole('button', { name: 'Show in trend' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('list', { name: 'Labels' }).getByText(/Slow start/)).toBeVisible();
  expect(application.complaints).toEqual([]);
  await application.close();
  const stored = readStore<{ kind: string; author: string | null }>(
    application.dataFolder,
    `SELECT kind, author FROM known_events WHERE source = 'user'`,
  );
  expect(stored.map(({ kind }) => kind)).toEqual(['golden-start']);
  expect(stored[0]?.author).toBeTruthy();
});
