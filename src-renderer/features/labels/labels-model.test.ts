import type { Label } from '@shared/contract/labels.ts';
import { describe, expect, it } from 'vitest';
import { describeSource, fieldsOf, filterLabels, kindChoices } from './labels-model.ts';

const label: Label = {
  id: 1,
  kind: 'tube-leak',
  tagName: null,
  startMs: 0,
  endMs: 5,
  note: 'seen at the economiser',
  source: 'import',
  author: 'asha',
  fileName: 'log.csv',
  createdMs: 0,
  changedMs: null,
};

describe('labels', () => {
  it('say where they come from', () => {
    expect(describeSource(label)).toBe('file log.csv, asha');
    expect(describeSource({ ...label, source: 'simulator', author: null, fileName: null })).toBe('simulator');
  });

  it('are found by the name of their kind, by note and by file', () => {
    const found = (text: string) => filterLabels([label], () => 'Tube leak', text).length;
    expect([found('tube L'), found('econ'), found('log.csv'), found(''), found('drift')]).toEqual([
      1, 1, 1, 1, 0,
    ]);
  });

  it('can be saved with a kind and an end that is not before the start', () => {
    const draft = { id: null, kind: 'drift', tagName: 'TE-1', note: ' creeps ' };
    expect(fieldsOf(draft, 1, 1)).toEqual({
      kind: 'drift',
      tagName: 'TE-1',
      startMs: 1,
      endMs: 1,
      note: 'creeps',
    });
    expect(fieldsOf(draft, 2, 1)).toBe('The end is before the start.');
    expect(fieldsOf({ ...draft, kind: null }, 1, 2)).toBe('Choose a kind.');
    expect(fieldsOf(draft, null, 2)).toBe('The label needs a start and an end.');
  });

  it('keep a kind that came with a file', () => {
    expect(kindChoices('Mill fire').at(-1)?.items).toEqual([{ value: 'Mill fire', label: 'Mill fire' }]);
    expect(kindChoices('drift')).toHaveLength(3);
  });
});
