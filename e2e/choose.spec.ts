import { expect, test } from '@playwright/test';
import { analysedStore } from './pages/analysed-store.ts';
import { Application } from './pages/application.ts';
import { LabelsPage } from './pages/labels-page.ts';
import { readStore } from './pages/saved-store.ts';

test('a fault is labelled on the trend and two detectors are compared by it; one is adopted', async () => {
  const application = await Application.start(await analysedStore());
  const { page } = application;
  await expect(page.getByText('50 of 1,000 samples')).toBeVisible();
  await expect(application.trend).toBeVisible();
  await new LabelsPage(application).drag(0.6, 0.64, 'Other process fault');

  await application.menu('Compare Detectors…');
  const dialog = page.getByRole('dialog', { name: /Compare detectors/ });
  for (const name of ['Mahalanobis distance', 'Nearest neighbours', 'Automatic'])
    await dialog.getByRole('button', { name: `Remove ${name}` }).click();
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();

  const table = dialog.getByRole('grid', { name: 'Compared detectors' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(dialog.getByText(/700 samples .* not learnt from; learnt from 300 others/)).toBeVisible();
  const rowOf = (name: string) => table.getByRole('row').filter({ hasText: name });
  const before = await rowOf('Robust z').textContent();
  await dialog.getByRole('slider').focus();
  for (let step = 0; step < 10; step++) await page.keyboard.press('ArrowLeft');
  await expect(dialog.getByText(/One threshold for all/)).toBeVisible();
  expect(await rowOf('Robust z').textContent()).not.toBe(before);

  await rowOf('Robust z').click();
  await dialog.getByRole('button', { name: 'Adopt Robust z per tag' }).click();
  await expect(page.getByText(/Robust z per tag, threshold/)).toBeVisible();
  expect(application.complaints).toEqual([]);
  await application.close();
  const [run] = readStore<{ detector: string; sha: string }>(
    application.dataFolder,
    'SELECT detector_id AS detector, data_sha256 AS sha FROM runs ORDER BY id DESC LIMIT 1',
  );
  const [study] = readStore<{ sha: string }>(
    application.dataFolder,
    `SELECT json_extract(result, '$.measuredOn.dataSha256') AS sha FROM studies`,
  );
  expect(run).toEqual({ detector: 'robust-z', sha: study?.sha });
});

test('a search is cancelled and resumed, and tells the held-out figure beside the tuned one', async () => {
  const application = await Application.start(await analysedStore());
  const { page } = application;
  await expect(page.getByText('50 of 1,000 samples')).toBeVisible();

  await application.menu('Search Options…');
  const dialog = page.getByRole('dialog', { name: /Search options/ });
  await dialog.getByRole('textbox', { name: 'Settings tried' }).fill('60');
  await dialog.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(dialog.getByRole('grid', { name: 'Trials' }).getByRole('row').nth(2)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText('stopped; Resume goes on where it was')).toBeVisible();
  await dialog.getByRole('button', { name: 'Resume' }).click();

  const outcome = dialog.getByRole('table', { name: 'Outcome of the search' });
  await expect(outcome).toBeVisible({ timeout: 45_000 });
  await expect(outcome.getByRole('columnheader', { name: 'Held out (report this)' })).toBeVisible();
  await expect(outcome.getByRole('row').nth(2)).toContainText('Usual options');
  expect(application.complaints).toEqual([]);
  await application.close();
  const trials = readStore<{ number: number }>(
    application.dataFolder,
    'SELECT number FROM trials ORDER BY number',
  );
  expect(trials.map(({ number }) => number)).toEqual(Array.from({ length: 60 }, (_, number) => number));
});

test('a back-test replays history in steps and tells every fault with its delay', async () => {
  const application = await Application.start(await analysedStore());
  const { page } = application;
  await expect(page.getByText('50 of 1,000 samples')).toBeVisible();

  await application.menu('Back-Test…');
  const dialog = page.getByRole('dialog', { name: /Back-test/ });
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(dialog.getByText(/Replayed as if live, without looking ahead: 5 steps/)).toBeVisible();
  const faults = dialog.getByRole('grid', { name: 'Faults' });
  await expect(faults.getByRole('row')).toHaveCount(9);
  await dialog.getByRole('tab', { name: 'Steps' }).click();
  await expect(dialog.getByRole('grid', { name: 'Steps' }).getByRole('row')).toHaveCount(6);

  await dialog.getByRole('button', { name: 'New back-test…' }).click();
  for (const mode of ['off', 'start-up', 'shutdown'])
    await dialog.getByRole('checkbox', { name: mode }).click();
  await dialog.getByRole('checkbox', { name: 'A threshold for each mode' }).check();
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(
    dialog.getByText(/Only steady, load change: samples of other operating modes are left out/),
  ).toBeVisible();
  await expect(dialog.getByText(/Each operating mode has a threshold of its own/)).toBeVisible();
  await expect(dialog.getByText(/learnt from 2\d\d others/)).toBeVisible();
  await dialog.getByRole('tab', { name: 'Steps' }).click();
  const steps = dialog.getByRole('grid', { name: 'Steps' });
  await steps.getByRole('row').nth(2).click();
  await expect(dialog.getByText(/Threshold by mode: steady \d[\d.]*/)).toBeVisible();

  const remove = dialog.getByRole('button', { name: 'Delete…' });
  await remove.press('Enter');
  const question = dialog.getByRole('group', { name: 'Delete the study' });
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(remove).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  const chooser = dialog.getByRole('combobox', { name: 'Study' });
  await expect(chooser).toHaveValue(/^#1 /);
  await expect(chooser).toBeFocused();
  expect(application.complaints).toEqual([]);
  await application.close();
});
