import type { Plant } from '@shared/contract/plants.ts';
import type { DataSummary } from '@shared/contract/readings.ts';
import { formatCount, formatCounted } from '../../ui/format-number.ts';
import { formatDuration, formatTime } from '../../ui/format-time.ts';

export interface Fact {
  readonly name: string;
  /** Null = not known. */
  readonly value: string | null;
}

/** "24.3500 N, 73.7477 E" with spaces that do not break; null unless both are known. */
export function describePosition(plant: Pick<Plant, 'latitude' | 'longitude'>): string | null {
  const { latitude, longitude } = plant;
  if (latitude === null || longitude === null) return null;
  const degrees = (value: number): string => Math.abs(value).toFixed(4);
  // A degree stays with its hemisphere where the line breaks.
  return `${degrees(latitude)}\u00a0${latitude < 0 ? 'S' : 'N'}, ${degrees(longitude)}\u00a0${longitude < 0 ? 'W' : 'E'}`;
}

const joinKnown = (...parts: readonly (string | null)[]): string | null => {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.join(', ');
};

export const nameplate = (plant: Plant): readonly Fact[] => [
  { name: 'Fuel', value: plant.fuel },
  { name: 'Capacity', value: plant.capacityMw === null ? null : `${plant.capacityMw} MW` },
  { name: 'Owner', value: plant.owner },
  { name: 'Commissioned', value: plant.commissioningYear === null ? null : String(plant.commissioningYear) },
  { name: 'Place', value: joinKnown(plant.state, plant.country) },
  { name: 'Position', value: describePosition(plant) },
  { name: 'Source', value: plant.source },
  { name: 'Source record', value: plant.sourceId },
];

/** What is held for a plant; no line for what does not apply while nothing is held. */
export function dataHeld(data: DataSummary): readonly Fact[] {
  if (data.firstMs === null || data.lastMs === null) return [{ name: 'Readings', value: 'none yet' }];
  const gaps =
    data.gapCount === 0
      ? 'none'
      : `${formatCount(data.gapCount)}, longest ${formatDuration(data.longestGapMs)}`;
  return [
    { name: 'First', value: formatTime(data.firstMs) },
    { name: 'Last', value: formatTime(data.lastMs) },
    {
      name: 'Readings',
      value: `${formatCount(data.readingCount)} in ${formatCounted(data.tagCount, 'tag', 'tags')}`,
    },
    { name: 'Missing', value: formatCount(data.missingCount) },
    { name: 'Gaps', value: gaps },
  ];
}
