import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPlant, addPlants, getPlant, listPlants, removePlant, seedPlants, updatePlant } from './plants.ts';
import { getSetting, setSetting } from './settings.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  type TemporaryStore,
} from './testing/temporary-store.ts';

let temporary: TemporaryStore;
beforeEach(() => {
  temporary = createTemporaryStore();
});
afterEach(() => temporary.remove());
const writer = () => temporary.store.writer;

const zawar = plantFields('ZAWAR MINES', {
  latitude: 24.35,
  longitude: 73.7477,
  owner: 'Hindustan Zinc ltd',
  source: 'WRI Global Power Plant Database',
  sourceId: 'WRI1019901',
  units: [
    { name: 'Unit 1', capacityMw: 40, commissioningYear: null },
    { name: 'Unit 2', capacityMw: 40, commissioningYear: 2009 },
  ],
});

describe('plants', () => {
  it('come back as they were entered, units in order, the unknown as null', () => {
    const plant = addPlant(writer(), zawar);
    expect(getPlant(temporary.store.reader, plant.id)).toEqual({ ...zawar, id: plant.id });
  });

  it('are changed as a whole', () => {
    const plant = addPlant(writer(), zawar);
    const changed = { ...plant, owner: null, units: zawar.units.slice(1) };
    expect(updatePlant(writer(), changed)).toEqual(changed);
    expect(() => updatePlant(writer(), { ...plant, id: 99 })).toThrow(/Plant 99 is not in the store/);
  });

  it('are listed by name with whether they hold readings', async () => {
    const { id } = addPlant(writer(), plantFields('beta'));
    addPlant(writer(), plantFields('Alpha'));
    await importColumns(temporary.readings, id, { steam: [everySecond(0, [1])] });
    expect(listPlants(temporary.store.reader).map(({ name, hasReadings }) => [name, hasReadings])).toEqual([
      ['Alpha', false],
      ['beta', true],
    ]);
  });

  it('cannot share a source identifier', () => {
    const plant = addPlant(writer(), zawar);
    expect(() => addPlant(writer(), plantFields('Copy', { sourceId: 'WRI1019901' }))).toThrow(
      /ZAWAR MINES already has/,
    );
    expect(updatePlant(writer(), plant)).toEqual(plant);
  });

  it('of a registry are added where new; those that exist stay as they are', () => {
    addPlant(writer(), { ...zawar, owner: 'changed by hand' });
    const registry = [
      zawar,
      plantFields('New', { sourceId: 'WRI2' }),
      plantFields('Hand-made'),
      plantFields('hand-made'),
    ];
    expect(addPlants(writer(), registry)).toEqual({ added: 2, alreadyKnown: 2 });
    expect(addPlants(writer(), registry)).toEqual({ added: 0, alreadyKnown: 4 });
    expect(getPlant(temporary.store.reader, 1).owner).toBe('changed by hand');
  });

  it('fill an empty store only', () => {
    expect(seedPlants(writer(), [zawar, plantFields('Rihand')])).toBe(2);
    expect(seedPlants(writer(), [plantFields('Third')])).toBe(0);
  });

  it('without readings can be removed, with their units', () => {
    const { id } = addPlant(writer(), zawar);
    removePlant(writer(), id);
    expect(() => getPlant(temporary.store.reader, id)).toThrow(/not in the store/);
    expect(writer().prepare('SELECT count(*) FROM units').pluck().get()).toBe(0);
  });
});

describe('settings', () => {
  it('are null until set, and keep the last value over a restart', () => {
    expect(getSetting(temporary.store.reader, 'last-plant')).toBeNull();
    setSetting(writer(), 'last-plant', '3');
    setSetting(writer(), 'last-plant', '4');
    temporary = temporary.reopen();
    expect(getSetting(temporary.store.reader, 'last-plant')).toBe('4');
  });
});
