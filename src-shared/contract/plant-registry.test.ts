import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plantFields } from './plants.ts';

const registry = z.array(plantFields).parse(JSON.parse(readFileSync('resources/plants.json', 'utf8')));

describe('the plant registry', () => {
  it('holds at least 30 Indian thermal power stations under different names and record numbers', () => {
    expect(registry.length).toBeGreaterThanOrEqual(30);
    expect(new Set(registry.map(({ name }) => name)).size).toBe(registry.length);
    expect(new Set(registry.map(({ sourceId }) => sourceId)).size).toBe(registry.length);
    expect(registry.every(({ country }) => country === 'India')).toBe(true);
  });

  it('places every station in India', () => {
    for (const { name, latitude, longitude } of registry) {
      expect(latitude, name).toBeGreaterThan(8);
      expect(latitude, name).toBeLessThan(35);
      expect(longitude, name).toBeGreaterThan(68.5);
      expect(longitude, name).toBeLessThan(97);
    }
  });

  it('adds the units of a station up to its capacity', () => {
    for (const { name, capacityMw, units } of registry.filter((plant) => plant.units.length > 0)) {
      const total = units.reduce((sum, unit) => sum + (unit.capacityMw ?? NaN), 0);
      expect(total / (capacityMw ?? NaN), name).toBeCloseTo(1, 1);
      expect(new Set(units.map((unit) => unit.name)).size, name).toBe(units.length);
    }
  });

  it('says where every entry comes from', () => {
    expect(registry.filter(({ source, sourceId }) => source === null || sourceId === null)).toEqual([]);
  });

  it('knows of ZAWAR MINES what is known and nothing else', () => {
    expect(registry.find(({ sourceId }) => sourceId === 'WRI1019901')).toMatchObject({
      name: 'ZAWAR MINES',
      state: 'Rajasthan',
      fuel: 'Coal',
      capacityMw: 80,
      owner: 'Hindustan Zinc ltd',
      latitude: 24.35,
      longitude: 73.7477,
      commissioningYear: null,
      units: [],
    });
  });
});

const WRI = '../shared/data/wri/database_IND.csv';

describe.skipIf(!existsSync(WRI))('beside the WRI database (skipped: data not present)', () => {
  const lines = existsSync(WRI) ? readFileSync(WRI, 'utf8').split(/\r?\n/) : [];

  it('stands where the record that it cites does', () => {
    for (const { name, sourceId, latitude, longitude } of registry) {
      // Columns: country, country_long, name, gppd_idnr, capacity_mw, latitude, longitude.
      const record = lines.find((line) => line.includes(`,${sourceId ?? '?'},`)) ?? '';
      const cells = record.slice(record.indexOf(sourceId ?? '?')).split(',');
      expect(Number(cells[2]), name).toBeCloseTo(latitude ?? NaN, 4);
      expect(Number(cells[3]), name).toBeCloseTo(longitude ?? NaN, 4);
    }
  });
});
