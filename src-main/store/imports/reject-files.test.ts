import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFile } from '../../../src-worker/services/import-service.ts';
import { noCheckpoint } from '@core/checkpoint.ts';
import { previewCsv } from '@core/csv/read-csv.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import { rejectFileName, REJECTS_FOLDER } from './reject-files.ts';
import { createStoreCalls } from '../store-calls.ts';
import { beginImport, createPlantStore, finish, type TemporaryStore } from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const files = (): string[] => {
  const folder = join(temporary.folder, REJECTS_FOLDER);
  return existsSync(folder) ? readdirSync(folder) : [];
};

const rejected = (line: number, raw: string) => ({ line, column: 'time', reason: 'Not a time.', raw });

async function importText(name: string, lines: readonly string[]): Promise<ImportSummary> {
  const file = new File([lines.join('\n')], name);
  const source = { kind: 'file', file } as const;
  const bytes = { name, sizeBytes: file.size, open: () => file.stream() };
  const { plan } = await previewCsv(bytes, {});
  const answer = await importFile(temporary.readings, { plantId, source, plan }, noCheckpoint);
  if (answer.kind !== 'imported') throw new Error('The file asks nothing.');
  return answer.summary;
}

describe('the reject file of an import', () => {
  it('has every rejected row of the file, told by line, column, reason and text', async () => {
    const good = Array.from({ length: 30 }, (_, i) => `2024-04-01 00:00:${String(i).padStart(2, '0')},${i}`);
    const summary = await importText('../a pril.csv', [
      'time,steam',
      ...good,
      'no time,5',
      "=cmd|'/c calc'!A1,6",
    ]);
    expect(summary.rejectedCount).toBe(2);
    expect(summary.notices.join(' ')).toMatch(/2 rows were rejected \(.+ 2\)/);
    const path = await createStoreCalls(temporary.store)['imports.rejectFile']({ importId: summary.id });
    expect(path).toBe(join(temporary.folder, 'rejects', `import-${summary.id}-..-a-pril.csv.rejects.csv`));
    const lines = readFileSync(path, 'utf8').split('\r\n');
    expect(lines[0]).toBe('line,column,reason,raw');
    expect(lines[1]).toMatch(/^32,time,.*,"no time,5"$/);
    expect(lines[2]).toMatch(/^33,time,.*,"'=cmd\|'\/c calc'!A1,6"$/);
    expect(lines.slice(3)).toEqual(['']);
  });

  it('grows by portions, with one header', async () => {
    const importId = await beginImport(temporary.readings, plantId);
    await temporary.readings.appendRejects(importId, [rejected(2, 'a "quoted"\nrow')]);
    await temporary.readings.appendRejects(importId, [rejected(4, '-5.2')]);
    const path = join(temporary.folder, REJECTS_FOLDER, rejectFileName(importId, 'april.csv'));
    expect(readFileSync(path, 'utf8')).toBe(
      'line,column,reason,raw\r\n2,time,Not a time.,"a ""quoted""\nrow"\r\n4,time,Not a time.,-5.2\r\n',
    );
  });

  it.each(['abort', 'undo', 'restart', 'import of a file that is there'])('goes with the %s', async (end) => {
    const kept = await beginImport(temporary.readings, plantId);
    await temporary.readings.appendRejects(kept, [rejected(2, 'x')]);
    await temporary.readings.commitImport(kept, finish({ fileSha256: 'ab'.repeat(32), rejectedCount: 1 }));
    const importId = await beginImport(temporary.readings, plantId);
    await temporary.readings.appendRejects(importId, [rejected(2, 'x')]);
    expect(files()).toHaveLength(2);
    if (end === 'abort') await temporary.readings.abortImport(importId);
    if (end === 'restart') temporary = temporary.reopen();
    if (end === 'undo') {
      await temporary.readings.commitImport(importId, finish({ rejectedCount: 1 }));
      await createStoreCalls(temporary.store)['imports.undo']({ importId });
    }
    if (end.startsWith('import'))
      await expect(
        temporary.readings.commitImport(importId, finish({ fileSha256: 'ab'.repeat(32) })),
      ).rejects.toThrow(/already in the store/);
    expect(files()).toEqual([`import-${kept}-april.csv.rejects.csv`]);
  });

  it('is not there for an import that rejected nothing, and that is said', async () => {
    const summary = await importText('april.csv', [
      'time,steam',
      '2024-04-01 00:00:00,1',
      '2024-04-01 00:00:01,2',
    ]);
    expect(files()).toEqual([]);
    expect(() => createStoreCalls(temporary.store)['imports.rejectFile']({ importId: summary.id })).toThrow(
      /rejected no row/,
    );
  });

  it('cannot be added to once the import is finished', async () => {
    const importId = await beginImport(temporary.readings, plantId);
    await temporary.readings.commitImport(importId, finish());
    await expect(temporary.readings.appendRejects(importId, [rejected(1, 'x')])).rejects.toThrow(/finished/);
  });
});

describe('the name of a reject file', () => {
  it.each([
    ['april.csv', 'import-3-april.csv.rejects.csv'],
    ['../../etc/passwd', 'import-3-..-..-etc-passwd.rejects.csv'],
    ['a:b\\c|*?.csv', 'import-3-a-b-c-.csv.rejects.csv'],
    ['अनपरा.csv', 'import-3-अनपरा.csv.rejects.csv'],
    ['x'.repeat(300), `import-3-${'x'.repeat(60)}.rejects.csv`],
  ])('of %s is %s', (fileName, expected) => {
    expect(rejectFileName(3, fileName)).toBe(expected);
  });
});
