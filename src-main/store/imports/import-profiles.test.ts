import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  getImportProfile,
  listImportProfiles,
  removeImportProfile,
  renameImportProfile,
  saveImportProfile,
} from './import-profiles.ts';
import { migrate } from '../migrations/migrate.ts';
import { setSetting } from '../settings.ts';

let db = new Database(':memory:');
beforeEach(() => {
  db = new Database(':memory:');
  migrate(db);
});

const shape = { layout: 'wide', delimiter: ';', names: ['Zeit', 'Leistung'] } as const;
const save = (name: string, zone: string, replaces = true) =>
  saveImportProfile(db, { name, choices: { zone }, shape, savedMs: 7 }, replaces);

describe('import profiles', () => {
  it('keep name, choices and shape, and are found whatever the case', () => {
    save('NTPC PI wide', 'Asia/Kolkata');
    expect(listImportProfiles(db)).toEqual([
      {
        name: 'NTPC PI wide',
        choices: { zone: 'Asia/Kolkata' },
        shape: { layout: 'wide', delimiter: ';', names: ['Zeit', 'Leistung'] },
        savedMs: 7,
      },
    ]);
    expect(getImportProfile(db, ' ntpc pi WIDE ')).toEqual({ zone: 'Asia/Kolkata' });
  });

  it('are replaced only when that is wished', () => {
    save('PI', 'UTC');
    expect(() => save('pi', 'Asia/Kolkata', false)).toThrow(/profile named "pi" already/);
    expect(getImportProfile(db, 'PI')).toEqual({ zone: 'UTC' });
    save('pi', 'Asia/Kolkata');
    expect(listImportProfiles(db).map(({ name }) => name)).toEqual(['pi']);
  });

  it('are renamed, not onto another, and also in their case alone', () => {
    save('PI', 'UTC');
    save('WinCC', 'UTC');
    expect(() => renameImportProfile(db, 'PI', 'wincc')).toThrow(/already/);
    renameImportProfile(db, 'PI', 'pi');
    renameImportProfile(db, 'WinCC', 'Siemens');
    expect(listImportProfiles(db).map(({ name }) => name)).toEqual(['pi', 'Siemens']);
  });

  it('go when they are removed', () => {
    save('PI', 'UTC');
    removeImportProfile(db, 'pi');
    expect(listImportProfiles(db)).toEqual([]);
    expect(() => removeImportProfile(db, 'pi')).toThrow();
    expect(() => getImportProfile(db, 'pi')).toThrow();
  });

  it('of the first versions, which kept the choices alone, are still read', () => {
    setSetting(db, 'import-profile:pi export', '{"dateOrder":"mdy"}');
    expect(getImportProfile(db, 'PI export')).toEqual({ dateOrder: 'mdy' });
    expect(listImportProfiles(db)).toEqual([
      { name: 'pi export', choices: { dateOrder: 'mdy' }, shape: null, savedMs: 0 },
    ]);
  });
});
