import { AppFailure } from '@shared/errors.ts';
import type { GeneratedPlant } from './generate-plant.ts';

export interface CollectedPlant {
  readonly timesMs: Float64Array;
  /** Readings of one tag. Throws `not-found` for a name that the plant does not have. */
  readonly column: (tagName: string) => Float64Array;
}

/** All rows of a generated plant in memory; for series that fit. */
export async function collectPlant(plant: GeneratedPlant, rowCount: number): Promise<CollectedPlant> {
  const timesMs = new Float64Array(rowCount);
  const columns = new Map(plant.signals.map((signal) => [signal.tagName, new Float64Array(rowCount)]));
  for await (const portion of plant.portions) {
    timesMs.set(portion.timesMs, portion.firstRow);
    for (const { tagName, values } of portion.columns) columns.get(tagName)?.set(values, portion.firstRow);
  }
  return {
    timesMs,
    column: (tagName) => {
      const values = columns.get(tagName);
      if (values === undefined) throw new AppFailure({ kind: 'not-found', message: `No tag "${tagName}".` });
      return values;
    },
  };
}
