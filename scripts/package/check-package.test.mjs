import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { findWrongFiles, findWrongFuses, fuseStates } from './check-package.mjs';

const good = [
  '/package.json',
  '/LICENSE',
  '/THIRD-PARTY.md',
  '/out/main/main.cjs',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
  '/node_modules/better-sqlite3/lib/index.js',
  '/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
];

describe('reading a package back', () => {
  it('accepts the application with SQLite as its only module', () => {
    expect(findWrongFiles(good)).toEqual([]);
  });

  it('names what is missing', () => {
    expect(findWrongFiles(good.filter((path) => path !== '/out/main/main.cjs'))).toEqual([
      '/out/main/main.cjs is missing',
    ]);
    expect(findWrongFiles(good.slice(0, -1))[0]).toMatch('0 native modules instead of one');
  });

  it('names what does not belong there', () => {
    expect(findWrongFiles([...good, '/node_modules/@scope/name/index.js'])).toEqual([
      '/node_modules/@scope/name/index.js does not belong in it',
    ]);
    expect(findWrongFiles([...good, '/node_modules/better-sqlite3/prebuilds/linux-x64.node'])[0]).toMatch(
      '2 native modules instead of one',
    );
    expect(findWrongFiles([...good, '/out/main/main.cjs.map'])).toEqual([
      '/out/main/main.cjs.map does not belong in it',
    ]);
  });

  it('names each fuse that is not as the security checklist asks', () => {
    const off = Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((fuse) => [fuse, fuseStates.off]));
    const asAsked = {
      ...off,
      [FuseV1Options.EnableCookieEncryption]: fuseStates.on,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: fuseStates.on,
      [FuseV1Options.OnlyLoadAppFromAsar]: fuseStates.on,
    };
    expect(findWrongFuses(asAsked)).toEqual([]);
    expect(findWrongFuses({ ...asAsked, [FuseV1Options.RunAsNode]: fuseStates.on })).toEqual([
      'the fuse RunAsNode is not off',
    ]);
    expect(findWrongFuses(off)).toContain('the fuse OnlyLoadAppFromAsar is not on');
  });
});
