import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock, withTemporaryFolder } from './folders.mjs';

let cache;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'folders-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

/** The number of a process that has ended. */
const endedProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a temporary folder', () => {
  it('is gone afterwards, also after a failure', async () => {
    const failed = withTemporaryFolder(cache, async (folder) => {
      writeFileSync(join(folder, 'half'), '');
      throw new Error('stopped');
    });
    await expect(failed).rejects.toThrow('stopped');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('takes away what a killed program left, and nothing of a running one', async () => {
    const left = join(cache, `tmp-${endedProcess()}-1`);
    const inUse = join(cache, `tmp-${process.ppid}-1`);
    mkdirSync(left);
    mkdirSync(inUse);
    await withTemporaryFolder(cache, async () => undefined);
    expect(existsSync(left)).toBe(false);
    expect(existsSync(inUse)).toBe(true);
  });
});

describe('the set-up lock', () => {
  it('lets a second program wait until the first is done', async () => {
    const order = [];
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const first = withLock(
      cache,
      () => undefined,
      async () => {
        await held;
        order.push('first');
      },
    );
    const second = withLock(
      cache,
      () => release(),
      async () => order.push('second'),
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is taken over from a program that was killed', async () => {
    writeFileSync(join(cache, 'setup.lock'), String(endedProcess()));
    expect(
      await withLock(
        cache,
        () => undefined,
        async () => 'done',
      ),
    ).toBe('done');
  });
});
