import { mkdtempSync, readdirSync, readlinkSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createChosenFiles } from './chosen-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boilerhouse-chosen-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (text: string): string => {
  const path = join(folder, 'april.csv');
  writeFileSync(path, text);
  return path;
};

/** Whether this process holds the file open. */
const isOpen = (path: string): boolean =>
  readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(path);
    } catch {
      return false;
    }
  });

it.skipIf(process.platform !== 'linux')(
  'a file that is taken away as it is opened is read to its end, and nothing is left open',
  async () => {
    const path = put('time,load\n');
    const files = createChosenFiles();
    const { token } = await files.register(path);
    const opening = files.open(token);
    await Promise.resolve();
    // The system opens it on another thread.
    while (!isOpen(path));
    unlinkSync(path);
    const opened = await opening;
    expect(opened?.sizeBytes).toBe(10);
    const portions = await opened?.stream.toArray();
    expect(String(portions?.[0])).toBe('time,load\n');
    expect(isOpen(path)).toBe(false);
  },
);

it('a file that was changed has another mark', async () => {
  const path = put('time,load\n');
  const files = createChosenFiles();
  const { token } = await files.register(path);
  const before = await files.mark(token);
  expect(await files.mark(token)).toBe(before);
  put('time,load\n2024-04-01 06:15,1\n');
  expect(await files.mark(token)).not.toBe(before);
  expect(await files.mark('0'.repeat(32))).toBeNull();
  unlinkSync(path);
  await expect(files.mark(token)).rejects.toThrow(/ENOENT/);
});

it('a file that cannot be opened says why, until the next pass can', async () => {
  const path = put('time,load\n');
  const files = createChosenFiles();
  const { token } = await files.register(path);
  unlinkSync(path);
  await expect(files.open(token)).rejects.toThrow(/ENOENT/);
  expect(files.failure(token)).toMatch(/april\.csv/);
  put('time\n');
  const opened = await files.open(token);
  opened?.stream.destroy();
  expect(files.failure(token)).toBeNull();
});
