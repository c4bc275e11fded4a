import { expect, it } from 'vitest';
import { describeLeftOut } from './run-facts.ts';

it('names the tags that took no part with what the training range has of them', () => {
  const leftOutTags = [
    { id: 1, name: 'spare', knownSamples: 0 },
    { id: 2, name: 'lab', knownSamples: 8 },
  ];
  expect(describeLeftOut({ leftOutTags })).toBe(
    'spare (no reading), lab (8 samples): too little in the training range to learn from',
  );
  expect(describeLeftOut({})).toBeNull();
});
