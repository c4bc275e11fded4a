import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { insertRows } from './insert-rows.ts';

it.each([0, 1, 127, 128, 129, 300])('inserts %i rows in their order, each value in its column', (count) => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL, size REAL) STRICT');
  const rows = Array.from({ length: count }, (_, at) => ({
    name: `thing ${at}`,
    size: at % 3 === 0 ? null : at / 7,
  }));
  insertRows(
    db,
    'things',
    ['name', 'size'],
    rows.flatMap(({ name, size }) => [name, size]),
  );
  expect(db.prepare('SELECT name, size FROM things ORDER BY id').all()).toEqual(rows);
  db.close();
});
