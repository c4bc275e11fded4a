import type { PlantSummary } from '@shared/contract/plants.ts';

export interface PlantFilter {
  /** Words that all occur in name, state or fuel. */
  readonly search: string;
  readonly fuel: string | null;
  readonly state: string | null;
}

export const everyPlant: PlantFilter = { search: '', fuel: null, state: null };

const textOf = (plant: PlantSummary): string =>
  `${plant.name} ${plant.state ?? ''} ${plant.fuel ?? ''}`.toLowerCase();

/** Plants that pass the filter: those with readings first, then by name. */
export function choosePlants(plants: readonly PlantSummary[], filter: PlantFilter): readonly PlantSummary[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return plants
    .filter(
      (plant) =>
        (filter.fuel === null || plant.fuel === filter.fuel) &&
        (filter.state === null || plant.state === filter.state) &&
        words.every((word) => textOf(plant).includes(word)),
    )
    .sort(
      (left, right) =>
        Number(right.hasReadings) - Number(left.hasReadings) || left.name.localeCompare(right.name, 'en'),
    );
}

/** The different known values of a property, sorted. */
export function knownValues(plants: readonly PlantSummary[], of: 'fuel' | 'state'): readonly string[] {
  const values = new Set<string>();
  for (const plant of plants) {
    const value = plant[of];
    if (value !== null) values.add(value);
  }
  return [...values].sort((left, right) => left.localeCompare(right, 'en'));
}

/** "Coal, 80 MW, Rajasthan": what is known, in this order. */
export const summarise = (plant: PlantSummary): string =>
  [plant.fuel, plant.capacityMw === null ? null : `${plant.capacityMw} MW`, plant.state]
    .filter((part) => part !== null)
    .join(', ');
