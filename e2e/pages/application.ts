import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';

export const newFolder = (name: string): string => mkdtempSync(join(tmpdir(), `boilerhouse-${name}-`));

const isRoot = process.getuid?.() === 0;

/** Reference data beside the project; journeys that need it say so when it is absent. */
export const sharedFile = (path: string): string =>
  join(import.meta.dirname, '..', '..', '..', 'shared', path);
export const hasSharedData = existsSync(sharedFile('data'));

/** The real application in a real window on a data folder of its own. */
export class Application {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** Violations of the content security policy and errors that nobody caught. */
  readonly complaints: string[] = [];

  private constructor(electron: ElectronApplication, page: Page, dataFolder: string) {
    this.electron = electron;
    this.page = page;
    this.dataFolder = dataFolder;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  static async start(dataFolder = newFolder('data'), ...switches: string[]): Promise<Application> {
    const electron = await _electron.launch({
      args: ['.', ...(isRoot ? ['--no-sandbox'] : []), `--data-dir=${dataFolder}`, ...switches],
      cwd: join(import.meta.dirname, '..', '..'),
    });
    const page = await electron.firstWindow();
    const application = new Application(electron, page, dataFolder);
    await expect(page.locator('html')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
    return application;
  }

  /** The next native open dialog answers with these paths; no dialog is shown. */
  async answerNextDialog(...paths: string[]): Promise<void> {
    await this.electron.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths });
    }, paths);
  }

  /** Clicks an entry of the native menu, found by the end of its label. */
  async menu(label: string): Promise<void> {
    await this.electron.evaluate(({ Menu }, wanted) => {
      const entries = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? []);
      const entry = entries.find((item) => item.label.replace('&', '') === wanted);
      if (entry === undefined) throw new Error(`no menu entry ${wanted}`);
      Reflect.apply(entry.click, entry, []);
    }, label);
  }

  async close(): Promise<void> {
    await this.electron.close();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  get anomalies(): Locator {
    return this.page.getByRole('grid', { name: 'Anomalies' });
  }

  /** The trend as Plotly drew it. */
  get trend(): Locator {
    return this.page.locator('.js-plotly-plot').first();
  }
}
