import { describe, expect, it } from 'vitest';
import { dataHeld, describePosition } from './plant-info-model.ts';

describe('the position of a plant', () => {
  it('is given with its hemisphere', () => {
    expect(describePosition({ latitude: 24.35, longitude: 73.7477 })).toBe('24.3500\u00a0N, 73.7477\u00a0E');
    expect(describePosition({ latitude: -33.9, longitude: -18.4 })).toBe('33.9000\u00a0S, 18.4000\u00a0W');
  });
  it('is not known unless both parts are', () => {
    expect(describePosition({ latitude: 24.35, longitude: null })).toBeNull();
  });
});

describe('the data held', () => {
  const nothing = {
    ...{ firstMs: null, lastMs: null, readingCount: 0, missingCount: 0, tagCount: 0 },
    ...{ gapCount: 0, longestGapMs: 0, importCount: 0, openAnomalyCount: 0 },
  };
  it('says so when nothing is held', () => {
    expect(dataHeld(nothing)).toEqual([{ name: 'Readings', value: 'none yet' }]);
  });
  it('tells counts, missing readings and gaps', () => {
    const facts = dataHeld({
      ...{ ...nothing, firstMs: 0, lastMs: 1000, readingCount: 5000, tagCount: 5, missingCount: 12 },
      ...{ gapCount: 2, longestGapMs: 2_400_000 },
    });
    expect(facts.slice(2).map((fact) => fact.value)).toEqual(['5,000 in 5 tags', '12', '2, longest 40 min']);
  });
});
