import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.ts';

const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-ahead-'));
const path = join(folder, 'file.db');
const BYTES = 2_500_000;
writeFileSync(path, new Uint8Array(BYTES));
afterAll(() => rmSync(folder, { recursive: true }));

describe('reading a file ahead', () => {
  it('reads all of it', async () => {
    expect(await readAhead(path, 4 * BYTES)).toBe(BYTES);
  });

  it('reads nothing where it would fill the memory', async () => {
    expect(await readAhead(path, 4 * BYTES - 1)).toBe(0);
  });
});
