import { describe, expect, it } from 'vitest';
import type { ByteSource } from '@core/csv/csv-stream.ts';
import { createWorkbookShelf } from './workbook-shelf.ts';

const nothing: ByteSource['open'] = () => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
});
const workbook: ByteSource['workbook'] = {
  original: nothing,
  about: [],
  done: () => 0,
  notices: () => [],
};
const sheet = (name: string): ByteSource => ({ name, sizeBytes: 10, open: nothing, workbook });
const text = (name: string): ByteSource => ({ name, sizeBytes: 10, open: nothing });

function countedOpen(source: ByteSource): { readonly open: () => Promise<ByteSource>; count: number } {
  const counted = {
    count: 0,
    open: () => {
      counted.count++;
      return Promise.resolve(source);
    },
  };
  return counted;
}

describe('the workbook that was looked at last', () => {
  it('is opened once for all its previews', async () => {
    const shelf = createWorkbookShelf();
    const april = countedOpen(sheet('april.xlsx'));
    const first = await shelf.open({ key: 'april', sizeBytes: 10 }, april.open);
    expect(await shelf.open({ key: 'april', sizeBytes: 10 }, april.open)).toBe(first);
    expect(april.count).toBe(1);
  });

  it('is opened anew once it was changed, or when nobody can say that it was not', async () => {
    const shelf = createWorkbookShelf();
    const april = countedOpen(sheet('april.xlsx'));
    for (const key of ['april 10 1', 'april 10 2', null, null])
      await shelf.open({ key, sizeBytes: 10 }, april.open);
    expect(april.count).toBe(4);
  });

  it('makes room for the next, and for an import', async () => {
    const shelf = createWorkbookShelf();
    const april = countedOpen(sheet('april.xlsx'));
    await shelf.open({ key: 'april', sizeBytes: 10 }, april.open);
    await shelf.open({ key: 'may', sizeBytes: 10 }, countedOpen(sheet('may.xlsx')).open);
    await shelf.open({ key: 'april', sizeBytes: 10 }, april.open);
    shelf.clear();
    await shelf.open({ key: 'april', sizeBytes: 10 }, april.open);
    expect(april.count).toBe(3);
  });

  it.each([
    ['a text file', text('april.csv'), 10],
    ['a workbook over 64 MB', sheet('years.xlsx'), 65 << 20],
  ])('does not keep %s', async (_, source, sizeBytes) => {
    const shelf = createWorkbookShelf();
    const counted = countedOpen(source);
    await shelf.open({ key: 'a', sizeBytes }, counted.open);
    await shelf.open({ key: 'a', sizeBytes }, counted.open);
    expect(counted.count).toBe(2);
  });

  it('keeps nothing of a file that fails to open', async () => {
    const shelf = createWorkbookShelf();
    await expect(
      shelf.open({ key: 'a', sizeBytes: 1 }, () => Promise.reject(new Error('locked'))),
    ).rejects.toThrow('locked');
    const counted = countedOpen(sheet('a.xlsx'));
    await shelf.open({ key: 'a', sizeBytes: 1 }, counted.open);
    expect(counted.count).toBe(1);
  });
});
