import { expect, test } from '@playwright/test';
import { Application } from './pages/application.ts';

test.describe('what the window may not do', () => {
  let application: Application;

  test.beforeAll(async () => {
    application = await Application.start();
  });
  test.afterAll(async () => {
    await application.close();
  });

  test('has no Node and no Electron, only the one bridge', async () => {
    const found = await application.page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'electron', 'ipcRenderer'].filter((name) => name in window),
      bridge: Object.keys(window.boilerhouse).sort(),
      isIsolated: window.crossOriginIsolated,
      address: window.location.href,
    }));
    expect(found).toEqual({
      globals: [],
      bridge: ['call', 'on'],
      isIsolated: true,
      address: 'app://boilerhouse/',
    });
  });

  test('runs sandboxed and isolated', async () => {
    const preferences = await application.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Not in the published types, but what the window was really made with.
      const read: unknown = contents === undefined ? null : Reflect.get(contents, 'getLastWebPreferences');
      if (typeof read !== 'function') return null;
      const preferences: unknown = Reflect.apply(read, contents, []);
      if (typeof preferences !== 'object' || preferences === null) return null;
      return Object.fromEntries(
        Object.entries(preferences).filter(([name]) =>
          ['sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity'].includes(name),
        ),
      );
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
  });

  test('reaches no network, not even this computer', async () => {
    const outcomes = await application.page.evaluate(async () => {
      const attempts = ['http://127.0.0.1:9/', 'https://example.org/', 'file:///etc/hostname'];
      return Promise.all(attempts.map((address) => fetch(address).then(String, () => 'refused')));
    });
    expect(outcomes).toEqual(['refused', 'refused', 'refused']);
  });

  test('refuses requests in the session too, below the content security policy', async () => {
    const outcome = await application.electron.evaluate(async ({ session }) => {
      try {
        await session.defaultSession.fetch('http://127.0.0.1:9/');
        return 'reached';
      } catch (caught) {
        return String(caught);
      }
    });
    expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
  });

  test('opens no other window, follows no link and asks for no permission', async () => {
    const outcome = await application.page.evaluate(async () => {
      const opened = window.open('https://example.org/');
      const link = document.createElement('a');
      link.href = 'https://example.org/';
      document.body.append(link);
      link.click();
      link.remove();
      const permission = await navigator.permissions.query({ name: 'geolocation' });
      return { isOpened: opened !== null, permission: permission.state };
    });
    expect(outcome).toEqual({ isOpened: false, permission: 'denied' });
    expect(application.page.url()).toBe('app://boilerhouse/');
    expect(application.electron.windows()).toHaveLength(1);
  });

  test('gets no file outside the application through app://', async () => {
    const statuses = await application.page.evaluate(async () => {
      const paths = [
        '/%2e%2e/%2e%2e/package.json',
        '/..%5c..%5cpackage.json',
        `/chosen-file/${'0'.repeat(32)}`,
      ];
      const answers = await Promise.all(paths.map((path) => fetch(path)));
      return answers.map((answer) => answer.status);
    });
    expect(statuses.every((status) => status === 403 || status === 404)).toBe(true);
  });

  test('is answered with an error for unknown calls and inputs out of bounds', async () => {
    const kinds = await application.page.evaluate(async () => {
      // As a page that ignores the types would call.
      const call: unknown = Reflect.get(window.boilerhouse, 'call');
      const ask = async (name: unknown, input: unknown): Promise<string> => {
        if (typeof call !== 'function') return 'no bridge';
        const answer: unknown = await Reflect.apply(call, undefined, [name, input]);
        return JSON.stringify(answer);
      };
      return Promise.all([
        ask('constructor', {}),
        ask('__proto__', {}),
        ask('plants.get', { plantId: -1 }),
        ask('plants.get', { plantId: 1, path: '/etc/passwd' }),
        ask('trends.query', { tagIds: [1], fromMs: 0, toMs: Infinity, pixels: 100 }),
        ask(42, null),
      ]);
    });
    for (const answer of kinds) expect(answer).toContain('"kind":"invalid-input"');
  });

  test('has broken its content security policy only where it was provoked', () => {
    const unexpected = application.complaints.filter(
      (text) => !/127\.0\.0\.1|example\.org|etc\/hostname|403|404/.test(text),
    );
    expect(unexpected).toEqual([]);
  });
});
