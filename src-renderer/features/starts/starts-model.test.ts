import type { Label } from '@shared/contract/labels.ts';
import { marksOf } from '@shared/start-marks.ts';
import { describe, expect, it } from 'vitest';
import type { Start, TagDeviation } from '../../../src-worker/worker-api.ts';
import { clockText, deviationText, firstOut, labelFor, labelsOn, rivalsOf } from './starts-model.ts';

const MINUTE_MS = 60_000;

const start = (changes: Partial<Start> = {}): Start => ({
  number: 1,
  syncMs: 100 * MINUTE_MS,
  endMs: 160 * MINUTE_MS,
  steadyMs: null,
  offFromMs: 0,
  lightUpMs: 40 * MINUTE_MS,
  lightUpTag: 'coal',
  startClass: 'hot',
  outcome: 'completed',
  milestones: [],
  mark: null,
  comparison: null,
  ...changes,
});
const label = (kind: string, startMinute: number, endMinute: number): Label => ({
  id: 1,
  kind,
  tagName: null,
  startMs: startMinute * MINUTE_MS,
  endMs: endMinute * MINUTE_MS,
  note: '',
  source: 'user',
  author: null,
  fileName: null,
  createdMs: null,
  changedMs: null,
});
const deviation = (changes: Partial<TagDeviation>): TagDeviation => ({
  tagId: 1,
  tagName: 'temperature',
  description: null,
  unit: 'degC',
  decimals: 1,
  outsideShare: 0.2,
  leavesAtMs: 0,
  largest: { atMs: 0, actual: 480, golden: 521 },
  mean: -3,
  severity: 0.2,
  ...changes,
});

describe('marks of start-ups', () => {
  it('are labels of their kinds that hold the synchronisation', () => {
    const labels = [label('golden-start', 90, 160), label('normal', 0, 500), label('good-start', 110, 160)];
    expect(marksOf(labels).map(({ kind }) => kind)).toEqual(['golden', 'good']);
    expect(labelsOn(start(), labels)).toEqual([labels[0]]);
  });

  it('reach from light-up to the end of the start', () => {
    expect(labelFor(start(), 'golden')).toMatchObject({
      kind: 'golden-start',
      startMs: 40 * MINUTE_MS,
      endMs: 160 * MINUTE_MS,
      note: 'hot start',
    });
    expect(labelFor(start({ lightUpMs: null }), 'good').startMs).toBe(100 * MINUTE_MS);
  });

  it('are golden once for each class', () => {
    const starts = [
      start({ number: 1, mark: 'golden' }),
      start({ number: 2, mark: 'golden', startClass: 'warm' }),
      start({ number: 3, mark: 'good' }),
    ];
    expect(rivalsOf(start({ number: 4 }), starts).map(({ number }) => number)).toEqual([1]);
  });
});

describe('deviations on the screen', () => {
  it('have a sign and a unit of differences', () => {
    expect(deviationText(deviation({}))).toBe('−41.0 K');
    expect(
      deviationText(deviation({ unit: '1', decimals: 2, largest: { atMs: 0, actual: 0.5, golden: 0.25 } })),
    ).toBe('+0.25');
  });

  it('stand on the aligned clock', () => {
    expect([clockText(35 * MINUTE_MS), clockText(-70 * MINUTE_MS)]).toEqual(['+35 min', '−1 h 10 min']);
  });

  it('name the tag that left the band first, not the most severe', () => {
    const deviations = [
      deviation({ tagName: 'flow', leavesAtMs: 30 * MINUTE_MS, severity: 0.9 }),
      deviation({ leavesAtMs: 4 * MINUTE_MS }),
      deviation({ tagName: 'level', leavesAtMs: null, severity: 0 }),
    ];
    const comparison = {
      goldenNumber: 2,
      isSameClass: true,
      goodCount: 0,
      fromMs: 0,
      toMs: 1,
      deviations,
      rates: [],
      sentences: [],
    };
    expect(firstOut(start({ comparison }))?.tagName).toBe('temperature');
    expect(firstOut(start())).toBeNull();
  });
});
