import { expect, type Locator } from '@playwright/test';
import type { Application } from './application.ts';

/** Labels on the trend and in their list. */
export class LabelsPage {
  readonly application: Application;

  constructor(application: Application) {
    this.application = application;
  }

  /** Drags over a share of the trend's width with labelling switched on, and answers the editor. */
  async drag(fromShare: number, toShare: number, kind: string): Promise<void> {
    const { page, trend } = this.application;
    const toggle = page.getByRole('button', { name: 'Label', exact: true });
    if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click();
    const box = await trend.boundingBox();
    if (box === null) throw new Error('the trend is not on the screen');
    const at = (share: number): [number, number] => [box.x + 60 + share * (box.width - 80), box.y + 80];
    await page.mouse.move(...at(fromShare));
    await page.mouse.down();
    await page.mouse.move(...at((fromShare + toShare) / 2));
    await page.mouse.move(...at(toShare));
    await page.mouse.up();
    await this.answer(kind);
  }

  /** Chooses a kind in the editor that is open, and saves. */
  async answer(kind: string): Promise<void> {
    const { page } = this.application;
    const editor = page.getByRole('dialog', { name: /Label a stretch|Change the label/ });
    await editor.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: kind, exact: true }).click();
    await editor.getByRole('button', { name: 'Save label' }).click();
    await expect(editor).toBeHidden();
  }

  get strip(): Locator {
    return this.application.page.getByRole('list', { name: 'Labels' });
  }

  /** Opens the list of labels from the menu. */
  async openList(): Promise<Locator> {
    await this.application.menu('Labels…');
    return this.application.page.getByRole('dialog', { name: /^Labels of/ });
  }
}
