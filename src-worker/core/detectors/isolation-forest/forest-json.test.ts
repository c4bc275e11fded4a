import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { forestFromJson, forestToJson } from './forest-json.ts';

/** One tree of one split and two leaves. */
const saved = {
  forest: {
    columnCount: 2,
    subsample: 2,
    treeStarts: Int32Array.of(0, 3),
    columns: Int32Array.of(1, -1, -1),
    thresholds: Float32Array.of(0.1, 0, 0),
    sampleCounts: Int32Array.of(2, 1, 1),
  },
  medians: Float32Array.of(0.2, 7),
};
const json = () => z.looseObject({}).parse(forestToJson(saved));
const tree = { columns: [1, -1, -1], thresholds: [0.5, 0, 0], sampleCounts: [2, 1, 1] };

describe('a saved isolation forest', () => {
  it('survives the text exactly', () => {
    expect(forestFromJson(JSON.parse(JSON.stringify(forestToJson(saved))))).toEqual(saved);
  });

  it.each([
    ['nothing', null],
    ['another format', { ...json(), format: 'boilerhouse.other' }],
    ['a later version', { ...json(), formatVersion: 2 }],
    ['no trees', { ...json(), trees: [] }],
    ['a column too many', { ...json(), trees: [{ ...tree, columns: [2, -1, -1] }] }],
    [
      'a missing leaf',
      { ...json(), trees: [{ columns: [1, -1], thresholds: [0.5, 0], sampleCounts: [2, 1] }] },
    ],
    ['a node too many', { ...json(), trees: [{ ...tree, columns: [-1, -1, -1] }] }],
    ['a threshold that is not float32', { ...json(), trees: [{ ...tree, thresholds: [0.1, 0, 0] }] }],
    ['a threshold that is no number', { ...json(), trees: [{ ...tree, thresholds: ['1', 0, 0] }] }],
    ['lists of different length', { ...json(), trees: [{ ...tree, sampleCounts: [2, 1] }] }],
    ['a median missing', { ...json(), medians: [1] }],
    [
      'a tree deeper than its subsample allows',
      {
        ...json(),
        trees: [
          { columns: [0, 0, -1, -1, -1], thresholds: [1, 0.5, 0, 0, 0], sampleCounts: [2, 2, 1, 1, 1] },
        ],
      },
    ],
  ])('is refused with %s', (_, broken) => {
    expect(() => forestFromJson(broken)).toThrow(/cannot be read/);
  });
});
