import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DATABASE_FILE, openStore } from './open-store.ts';
import { addPlant, listPlants } from './plants.ts';
import { createStoreCalls, runStoreCall } from './store-calls.ts';
import { mountSmallDisk } from './testing/small-disk.ts';
import { createTemporaryStore, plantFields } from './testing/temporary-store.ts';

describe('a database that another program has locked', () => {
  it('is waited for; then the message says so, nothing is lost, and work goes on when it is free', async () => {
    const temporary = createTemporaryStore();
    const other = new Database(join(temporary.folder, DATABASE_FILE));
    const add = (name: string) =>
      runStoreCall(createStoreCalls(temporary.store), 'plants.add', plantFields(name), temporary.folder);
    try {
      temporary.store.writer.pragma('busy_timeout = 200');
      other.exec('BEGIN IMMEDIATE');
      const refused = await add('Zawar');
      expect(refused).toMatchObject({ ok: false, error: { kind: 'storage' } });
      expect(JSON.stringify(refused)).toContain(
        'The database is locked by another program. Close what has it open',
      );
      expect(listPlants(temporary.store.reader)).toEqual([]);
      other.exec('ROLLBACK');
      expect(await add('Zawar')).toMatchObject({ ok: true });
    } finally {
      other.close();
      temporary.remove();
    }
  });
});

describe.skipIf(process.platform !== 'linux')(
  'a database that a process has locked (skipped off Linux)',
  () => {
    it('names the program and its process', async () => {
      const temporary = createTemporaryStore();
      const path = join(temporary.folder, DATABASE_FILE);
      const program = `
      const db = new (require('better-sqlite3'))(${JSON.stringify(path)});
      db.exec('BEGIN IMMEDIATE');
      process.stdout.write('locked');
      process.stdin.on('data', () => process.exit());`;
      const other = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
      try {
        await once(other.stdout, 'data');
        temporary.store.writer.pragma('busy_timeout = 100');
        const calls = createStoreCalls(temporary.store);
        const refused = await runStoreCall(calls, 'plants.add', plantFields('Zawar'), temporary.folder);
        expect(refused).toMatchObject({
          error: {
            message: `The database is locked by another program: node (process ${other.pid}). Close what has it open (a backup or a database viewer) and try again.`,
          },
        });
      } finally {
        other.kill();
        await once(other, 'close');
        temporary.remove();
      }
    });
  },
);

const disk = mountSmallDisk(4 * 1024 * 1024);

describe.skipIf(disk === null)(
  'a data folder that is read-only (skipped where no disk can be mounted)',
  () => {
    it('is refused with what to do, and opens with everything in it once it can be written', () => {
      if (disk === null) return;
      mkdirSync(disk.folder);
      const open = () =>
        openStore({ folder: disk.folder, programVersion: '1', now: () => 0, onChanged: () => undefined });
      try {
        const store = open();
        addPlant(store.writer, plantFields('Zawar'));
        store.close();
        disk.makeReadOnly();
        expect(open).toThrow(
          /^The data folder .* cannot be written to \(EROFS.*Nothing was changed\. Check its/,
        );
        disk.makeWritable();
        const again = open();
        expect(listPlants(again.reader).map(({ name }) => name)).toEqual(['Zawar']);
        again.close();
      } finally {
        disk.remove();
      }
    });
  },
);
