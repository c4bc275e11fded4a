import { expect, test } from '@playwright/test';
import { analysedStore } from './pages/analysed-store.ts';
import { Application } from './pages/application.ts';
import { readStore } from './pages/saved-store.ts';

/** A week of readings and the train dialog with the LSTM autoencoder chosen, long enough to be stopped. */
async function openLongTraining(application: Application): Promise<void> {
  await application.button('Generate readings…').click();
  const generate = application.page.getByRole('dialog');
  await generate.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(application.trend).toBeVisible({ timeout: 60_000 });
  await application.button('Train and score…').click();
  const dialog = application.page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Detector' }).click();
  await application.page.getByRole('option', { name: 'LSTM autoencoder' }).click();
  await dialog.getByRole('textbox', { name: /^Epochs/i }).fill('400');
  await dialog.getByText(/^Seldom changed/).click();
  await dialog.getByRole('textbox', { name: /^Patience/i }).fill('400');
  await dialog.getByRole('textbox', { name: /^Hidden units/i }).fill('32');
  await dialog.getByRole('button', { name: 'Train and score' }).click();
}

const cancelTraining = async (application: Application): Promise<void> => {
  const cancel = application.page.getByRole('contentinfo').getByRole('button', { name: /Cancel/ });
  await cancel.click();
  await expect(cancel).toBeHidden({ timeout: 2_000 });
};

const epochsIn = (training: { readonly losses: string } | undefined): number =>
  training?.losses.match(/"epoch"/g)?.length ?? 0;

test('a training shows its loss, is stopped within a second, and goes on after a restart', async () => {
  const application = await Application.start();
  await openLongTraining(application);
  const bar = application.page.getByRole('contentinfo');
  await expect(bar.getByRole('button', { name: /Epoch [3-9]: loss .*held out/ })).toBeVisible({
    timeout: 60_000,
  });
  await cancelTraining(application);
  await application.close();
  const [stopped] = readStore<{ status: string; losses: string }>(
    application.dataFolder,
    'SELECT status, losses FROM runs JOIN run_trainings ON run_id = id',
  );
  expect(stopped?.status).toBe('cancelled');

  const again = await Application.start(application.dataFolder);
  await again.button('Train and score…').click();
  await again.page.getByRole('dialog').getByRole('button', { name: 'Resume run 1' }).click();
  const shownEpoch = async (): Promise<number> => {
    const words = await again.page.getByRole('button', { name: /^Epoch/ }).getAttribute('aria-label');
    return Number(/Epoch (\d+)/.exec(words ?? '')?.[1] ?? 0);
  };
  await expect.poll(shownEpoch, { timeout: 30_000 }).toBeGreaterThan(epochsIn(stopped));
  await cancelTraining(again);
  expect(again.complaints).toEqual([]);
  await again.close();
  const [resumed] = readStore<{ losses: string }>(application.dataFolder, 'SELECT losses FROM run_trainings');
  expect(epochsIn(resumed)).toBeGreaterThan(epochsIn(stopped));
  expect(resumed?.losses.startsWith(stopped?.losses.slice(0, -1) ?? '?')).toBe(true);
});

test('the loss curve of a finished training can be seen with its run', async () => {
  const application = await Application.start();
  await application.button('Generate readings…').click();
  await application.page.getByRole('dialog').getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(application.trend).toBeVisible({ timeout: 60_000 });
  await application.button('Train and score…').click();
  const dialog = application.page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Detector' }).click();
  await application.page.getByRole('option', { name: 'LSTM autoencoder' }).click();
  await dialog.getByRole('textbox', { name: /^Epochs/i }).fill('5');
  await dialog.getByRole('button', { name: 'Train and score' }).click();
  await application.button('Details').click({ timeout: 60_000 });
  await expect(application.page.getByRole('img', { name: /Epoch 5: loss/ })).toBeVisible();
  expect(application.complaints).toEqual([]);
  await application.close();
});

test('an option says at its field what it takes, and is reset to its default', async () => {
  const application = await Application.start(await analysedStore());
  const { page } = application;
  await expect(page.getByText('50 of 1,000 samples')).toBeVisible();
  await application.button('Train and score…').click();
  const dialog = page.getByRole('dialog', { name: /Train and score/ });
  await expect(dialog.getByRole('combobox', { name: 'Detector' })).toHaveValue('Automatic');
  await dialog.getByRole('combobox', { name: 'Detector' }).click();
  await page.getByRole('option', { name: 'Isolation forest', exact: true }).click();
  await expect(dialog.getByText('rare values and rare combinations')).toBeVisible();

  const trees = dialog.getByRole('textbox', { name: 'Number of trees' });
  const start = dialog.getByRole('button', { name: 'Train and score' });
  await trees.fill('0');
  await expect(dialog.getByText('A whole number from 1 to 1000.')).toBeVisible();
  await expect(trees).toHaveAttribute('aria-invalid', 'true');
  await expect(start).toBeDisabled();
  await dialog.getByRole('button', { name: 'Reset Number of trees to 100' }).click();
  await expect(trees).toHaveValue('100 trees');
  await trees.fill('20');
  await start.click();
  await expect(page.getByRole('combobox', { name: 'Run' })).toBeVisible();
  expect(application.complaints).toEqual([]);
  await application.close();
  const [run] = readStore<{ options: string }>(
    application.dataFolder,
    'SELECT detector_options AS options FROM runs ORDER BY id DESC LIMIT 1',
  );
  expect(JSON.parse(run?.options ?? '')).toEqual({ trees: 20, subsample: 256 });
});

test('the automatic choice says what it took, why, and on which samples it was measured', async () => {
  const application = await Application.start(await analysedStore());
  const { page } = application;
  await expect(page.getByText('50 of 1,000 samples')).toBeVisible();
  await application.button('Train and score…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Train and score' }).click();
  await expect(page.getByText(/^Automatic: Smoothed z, threshold \d+\.\d\d/)).toBeVisible();
  await application.button('Details').click();
  const dialog = page.getByRole('dialog', { name: 'Run 2' });
  await expect(
    dialog.getByText(/on the common scale, .* on the detector's own; 5 % of the training/),
  ).toBeVisible();
  await expect(dialog.getByRole('table', { name: 'Trial of detectors' }).getByRole('row')).toHaveCount(4);
  await expect(dialog.getByText(/tried on the 400 after them, the last of 1,000/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('group', { name: /^Lanes/ }).getByText(/^threshold \d/)).toBeVisible();
  expect(application.complaints).toEqual([]);
  await application.close();
});
