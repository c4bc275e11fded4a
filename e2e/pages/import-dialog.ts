import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import type { Application } from './application.ts';

/** The dialog that shows how a file would be read. */
export class ImportDialog {
  readonly application: Application;

  constructor(application: Application) {
    this.application = application;
  }

  /** Chooses the file in the (answered) native dialog. */
  async choose(path: string): Promise<void> {
    await this.application.answerNextDialog(path);
    await this.application.button('Import CSV…').first().click();
  }

  /** Drops the file on the window, as from a file manager. */
  async drop(path: string): Promise<void> {
    const handle = await this.application.page.evaluateHandle(
      ({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name));
        return transfer;
      },
      { name: basename(path), base64: readFileSync(path).toString('base64') },
    );
    for (const type of ['dragover', 'drop']) {
      await this.application.page.dispatchEvent('body', type, { dataTransfer: handle });
    }
  }

  get dialog(): Locator {
    return this.application.page.getByRole('dialog');
  }

  get importButton(): Locator {
    return this.dialog.getByRole('button', { name: 'Import', exact: true });
  }

  async accept(): Promise<void> {
    await expect(this.importButton).toBeEnabled();
    await this.importButton.click();
  }
}
