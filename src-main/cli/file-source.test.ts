import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeUnreadable } from '@shared/unreadable-file.ts';
import { openFileSource } from './file-source.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'boilerhouse-source-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Three portions of reading. */
function bigFile(): string {
  const path = join(folder, 'april.csv');
  writeFileSync(path, '2024-04-01T00:00:00Z,1\n'.repeat(120_000));
  return path;
}

/** Reads all of it, with something done to the file after the first portion. How many bytes came. */
async function readWhile(path: string, meanwhile: () => void): Promise<number> {
  const source = await openFileSource(path);
  let count = 0;
  for await (const bytes of source.open()) {
    if (count === 0) meanwhile();
    count += bytes.byteLength;
  }
  return count;
}

describe('a file that is read for an import', () => {
  it('is refused when it becomes shorter meanwhile: what is missing may be the most of it', async () => {
    const path = bigFile();
    await expect(readWhile(path, () => truncateSync(path, 1000))).rejects.toThrow(
      /^"april\.csv" became shorter while it was read: [\d,]+ of 2,760,000 bytes were there\. Nothing was imported\./,
    );
  });

  it('is read to its end when it is removed meanwhile, and may grow', async () => {
    const path = bigFile();
    expect(await readWhile(path, () => unlinkSync(path))).toBe(2_760_000);
    const again = bigFile();
    expect(await readWhile(again, () => appendFileSync(again, 'more\n'))).toBeGreaterThanOrEqual(2_760_000);
  });

  it('that is gone, or a folder, says so and what to do', async () => {
    await expect(openFileSource(join(folder, 'may.csv'))).rejects.toThrow(
      'There is no such file as "may.csv". Check the path; it may have been moved.',
    );
    mkdirSync(join(folder, 'june.csv'));
    const source = await openFileSource(join(folder, 'june.csv'));
    await expect(source.open()[Symbol.asyncIterator]().next()).rejects.toThrow('"june.csv" is a folder.');
  });

  it('that Excel has locked is told with the number that Windows gives', () => {
    expect(
      describeUnreadable('april.csv', Object.assign(new Error(), { code: 'EBUSY' }), true, 'press Retry'),
    ).toBe('"april.csv" is open in another program (Windows error 32). Close Excel and press Retry.');
  });
});
