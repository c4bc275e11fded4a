import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronEnvironment, getElectron, hasRecentFailure } from './electron.mjs';
import { requireNode } from './index.mjs';
import { createLog } from './log.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'electron-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = createLog({ quiet: true, stream: { write: () => true } });
const getOverridden = () =>
  getElectron({ root: folder, cache: folder, log, env: { ELECTRON_OVERRIDE_DIST_PATH: folder } });

describe.runIf(process.platform === 'linux')('an Electron named by the user', () => {
  it('is taken before anything else', async () => {
    writeFileSync(join(folder, 'electron'), '');
    chmodSync(join(folder, 'electron'), 0o755);
    writeFileSync(join(folder, 'version'), 'v45.4.1\n');
    const electron = await getOverridden();
    expect(electron).toEqual({
      folder,
      executable: join(folder, 'electron'),
      version: '45.4.1',
      isStandIn: false,
    });
    expect(electronEnvironment(electron)).toEqual({
      ELECTRON_OVERRIDE_DIST_PATH: folder,
      ELECTRON_EXEC_PATH: join(folder, 'electron'),
      ELECTRON_MAJOR_VER: '45',
    });
  });

  it('is refused where the folder holds none, with what to do', async () => {
    await expect(getOverridden()).rejects.toThrow(/holds no Electron.*unset the variable/s);
  });
});

describe('remembering that the official download was out of reach', () => {
  const day = 86_400_000;
  const remember = (text) => {
    const memory = join(folder, 'failed.json');
    writeFileSync(memory, text);
    return memory;
  };

  it('does not try again on the next start, but after some days', () => {
    const memory = remember(JSON.stringify({ version: '45.4.1', atMs: 10 * day }));
    expect(hasRecentFailure(memory, '45.4.1', 10 * day + 1)).toBe(true);
    expect(hasRecentFailure(memory, '45.4.1', 14 * day)).toBe(false);
  });

  it('tries again for another version, after the clock went back, and without a readable memory', () => {
    const memory = remember(JSON.stringify({ version: '45.4.1', atMs: 10 * day }));
    expect(hasRecentFailure(memory, '45.5.0', 10 * day + 1)).toBe(false);
    expect(hasRecentFailure(memory, '45.4.1', 9 * day)).toBe(false);
    expect(hasRecentFailure(remember('{'), '45.4.1', 10 * day)).toBe(false);
    expect(hasRecentFailure(join(folder, 'absent'), '45.4.1', 10 * day)).toBe(false);
  });
});

describe('the version of Node', () => {
  it('is refused below 20.19, with what to do', () => {
    expect(() => requireNode('20.18.1')).toThrow(/Node 20\.18\.1 is too old.*20\.19.*Install/s);
    expect(() => requireNode('18.20.0')).toThrow('too old');
  });

  it('is accepted from 20.19 on', () => {
    for (const version of ['20.19.0', '22.1.0', '26.0.0']) expect(() => requireNode(version)).not.toThrow();
  });
});
