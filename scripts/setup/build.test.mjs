import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashSources, isBuildNeeded } from './build.mjs';

let root;
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'));
  write('src-main/main.ts', 'one');
  write('package-lock.json', '{}');
  write('out/main/main.cjs', 'built');
  write('out/build-stamp', hashSources(root));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const isNeeded = () => isBuildNeeded(root, hashSources(root));

describe('deciding whether to build', () => {
  it('skips when nothing has changed, also when a file was only touched', () => {
    write('src-main/main.ts', 'one');
    expect(isNeeded()).toBe(false);
  });

  it('builds when a source, a resource or the lock file has changed', () => {
    for (const path of ['src-main/main.ts', 'resources/plants.json', 'package-lock.json']) {
      const before = hashSources(root);
      write(path, 'changed');
      expect(isBuildNeeded(root, before), path).toBe(false);
      expect(isBuildNeeded(root, hashSources(root)), path).toBe(true);
      write('out/build-stamp', hashSources(root));
    }
  });

  it('builds when a source has got another name', () => {
    rmSync(join(root, 'src-main/main.ts'));
    write('src-main/other.ts', 'one');
    expect(isNeeded()).toBe(true);
  });

  it('does not build for a changed test', () => {
    write('src-main/main.test.ts', 'test');
    expect(isNeeded()).toBe(false);
  });

  it('builds when the last build was cut short or is gone', () => {
    rmSync(join(root, 'out/build-stamp'));
    expect(isNeeded()).toBe(true);
    write('out/build-stamp', hashSources(root));
    rmSync(join(root, 'out/main'), { recursive: true });
    expect(isNeeded()).toBe(true);
  });
});
