import { expect, it } from 'vitest';
import { describeTags, describeTrial } from './choice-model.ts';

it('says on which samples the figures of a trial were measured', () => {
  const words = describeTrial({ trainingRows: 5000, learntRows: 1200, heldOutRows: 800, faultRows: 400 });
  expect(words).toContain(
    'learnt from 1,200 training samples and was tried on the 800 after them, the last of 5,000',
  );
  expect(words).toContain('copies of the last 400');
  expect(describeTrial(null)).toContain('tried on the end of the training range');
});

it('names the tags that are not plainly usable, by reason', () => {
  const tags = [
    { name: 'flow', state: 'usable', isUsable: true },
    { name: 'set point', state: 'constant', isUsable: false },
    { name: 'level', state: 'drifting', isUsable: false },
    { name: 'head', state: 'drifting', isUsable: true },
  ] as const;
  expect(describeTags({ tags: [...tags] })).toEqual([
    'Tags with one value only: set point.',
    'Tags that drift in the training range: level, head.',
  ]);
  expect(describeTags({ tags: [] })).toEqual([]);
});
