import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import type { Application } from './application.ts';

/** The dialog that shows how files would be read. */
export class ImportDialog {
  readonly application: Application;

  constructor(application: Application) {
    this.application = application;
  }

  /** Chooses the files in the (answered) native dialog. */
  async choose(...paths: string[]): Promise<void> {
    await this.application.answerNextDialog(...paths);
    await this.application.button('Import CSV…').first().click();
  }

  /** Drops the files on the window at once, as from a file manager. */
  async drop(...paths: string[]): Promise<void> {
    const handle = await this.application.page.evaluateHandle(
      (files) => {
        const transfer = new DataTransfer();
        for (const { name, base64 } of files) {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          transfer.items.add(new File([bytes], name));
        }
        return transfer;
      },
      paths.map((path) => ({ name: basename(path), base64: readFileSync(path).toString('base64') })),
    );
    for (const type of ['dragover', 'drop']) {
      await this.application.page.dispatchEvent('body', type, { dataTransfer: handle });
    }
  }

  get dialog(): Locator {
    return this.application.page.getByRole('dialog', { name: /^Import / });
  }

  get importButton(): Locator {
    return this.dialog.getByRole('button', { name: 'Import', exact: true });
  }

  /** What stands in the way, or where the readings go. */
  get status(): Locator {
    return this.dialog.getByRole('status').last();
  }

  /** A file of the queue in the list. */
  file(name: string): Locator {
    return this.dialog.getByRole('option', { name });
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name });
  }

  /** The table of the first rows as they will be stored. */
  get stored(): Locator {
    return this.dialog.getByRole('region', { name: 'Rows as they will be stored' });
  }

  async accept(): Promise<void> {
    await expect(this.importButton).toBeEnabled();
    await this.importButton.click();
  }
}
