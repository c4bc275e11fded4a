import type { PlantSummary } from '@shared/contract/plants.ts';
import { describe, expect, it } from 'vitest';
import { choosePlants, everyPlant, knownValues, summarise } from './plants-model.ts';

const plant = (name: string, change: Partial<PlantSummary> = {}): PlantSummary => ({
  id: 1,
  name,
  state: null,
  fuel: 'Coal',
  capacityMw: 80,
  hasReadings: false,
  ...change,
});
const names = (plants: readonly PlantSummary[]): readonly string[] => plants.map((one) => one.name);
const plants = [
  plant('Rihand', { state: 'Uttar Pradesh' }),
  plant('Dadri', { fuel: 'Gas', state: 'Uttar Pradesh' }),
  plant('Zawar', { hasReadings: true, state: 'Rajasthan' }),
];

describe('the list of plants', () => {
  it('shows plants with readings first, then by name', () => {
    expect(names(choosePlants(plants, everyPlant))).toEqual(['Zawar', 'Dadri', 'Rihand']);
  });
  it('finds every word in name, state or fuel', () => {
    expect(names(choosePlants(plants, { ...everyPlant, search: 'pradesh GAS' }))).toEqual(['Dadri']);
  });
  it('filters by fuel and state', () => {
    expect(names(choosePlants(plants, { ...everyPlant, fuel: 'Coal', state: 'Uttar Pradesh' }))).toEqual([
      'Rihand',
    ]);
  });
  it('offers only values that occur', () => {
    expect(knownValues(plants, 'fuel')).toEqual(['Coal', 'Gas']);
  });
  it('leaves out what is not known', () => {
    expect(summarise(plant('X', { capacityMw: null, fuel: null, state: 'Goa' }))).toBe('Goa');
  });
});
