import { expect, test } from '@playwright/test';
import { analysedStore } from './pages/analysed-store.ts';
import { Application } from './pages/application.ts';

test('an anomaly explains itself: sentence, tags, course, mode and what was like it before; by keyboard too', async () => {
  const application = await Application.start(await analysedStore());
  const { page, anomalies } = application;
  await expect(page.getByText('50 of 1,000 samples')).toBeVisible();
  const card = page.getByRole('complementary', { name: 'Why this is an anomaly' });
  await expect(card).toBeHidden();

  const vibration = anomalies.getByRole('row').filter({ hasText: /vibration \d\.\d+ mm\/s where/ });
  await vibration.nth(1).click();

  await test.step('in words with figures and units, with the mode', async () => {
    await expect(
      card.getByText(
        /^vibration \d\.\d+ mm\/s where \d\.\d+ is usual at \d+ % load; zone [BCD] of ISO 20816/,
      ),
    ).toBeVisible();
    await expect(card.getByText(/\d+ Jan 2024 \d\d:\d\d, .*, (steady|load change)$/)).toBeVisible();
  });

  await test.step('which tags make it so, with what was read and what is usual', async () => {
    const tags = card.getByRole('list').filter({ hasText: 'usual' }).getByRole('listitem');
    await expect(tags.first()).toContainText(/^vibration\d+ %\d\.\d+ mm\/s, usual \d\.\d+$/);
    const shares = (await tags.allTextContents()).map((text) => Number(/(\d+) %/.exec(text)?.[1]));
    expect(shares.length).toBeGreaterThan(1);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeGreaterThan(95);
    expect([...shares].sort((one, other) => other - one)).toEqual(shares);
  });

  await test.step('with the height of the window above the plant info, where that is open', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    const info = page.getByRole('complementary', { name: 'Plant info' });
    await expect(info).toBeVisible();
    await expect.poll(async () => (await card.boundingBox())?.x).toBe((await info.boundingBox())?.x);
    await expect(card.getByText('Similar earlier anomalies')).toBeInViewport();
  });

  await test.step('the score is seen with the tags also where they scroll', async () => {
    const lanes = page.getByRole('group', { name: /^Lanes/ });
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect(lanes.getByText('load_factor', { exact: true })).toBeAttached();
    await expect(lanes.getByText('anomaly score')).toBeInViewport({ ratio: 1 });
    await expect(lanes.getByRole('img', { name: /^Trend of anomaly score/ })).toBeInViewport({ ratio: 1 });
  });

  await test.step('actual against expected over time', async () => {
    await expect(card.getByRole('heading', { name: 'Actual against expected' })).toBeVisible();
    await expect(
      card.getByRole('img', { name: /^vibration: .* mm\/s, with what was expected/ }),
    ).toBeVisible();
  });

  await test.step('the earlier one like it, and what it turned out to be', async () => {
    const similar = card.getByRole('listitem').filter({ hasText: '% alike' }).first();
    await expect(similar).toContainText(/turned out: Bearing wear/);
    await similar.getByRole('button').click();
    await expect(vibration.nth(0)).toHaveAttribute('aria-selected', 'true');
    await expect(card.getByText("None of the plant's earlier anomalies has the same tags.")).toBeVisible();
  });

  await test.step('Escape closes it, arrows move on without it, Enter opens it again', async () => {
    await card.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await expect(card).toBeHidden();
    await expect(anomalies).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(vibration.nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect(card).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(card.getByText(/^vibration \d\.\d+ mm\/s where/)).toBeVisible();
  });
  expect(application.complaints).toEqual([]);
  await application.close();
});
