import { cpSync } from 'node:fs';
import { expect } from '@playwright/test';
import { Application, newFolder } from './application.ts';

let made: Promise<string> | null = null;

async function make(): Promise<string> {
  const application = await Application.start();
  await application.button('Generate and analyse').click();
  await expect(application.page.getByText('50 of 1,000 samples')).toBeVisible();
  await application.close();
  return application.dataFolder;
}

/**
 * A data folder of its own that holds the sample plant with 1,000 simulated rows and the run on them, as "Generate and
 * analyse" leaves it. The button is pressed once for all journeys that begin behind it; each gets a copy.
 */
export async function analysedStore(): Promise<string> {
  const folder = newFolder('data');
  cpSync(await (made ??= make()), folder, { recursive: true });
  return folder;
}
