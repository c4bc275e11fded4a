import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { flagSamples } from '../anomalies/threshold.ts';
import { precisionRecallCurve, rocCurve } from './curves.ts';
import { countOutcomes, ratesOf } from './outcomes.ts';
import { rankCorrelation, ranksOf } from './rank-correlation.ts';
import { areaUnderRoc, averagePrecision } from './ranking.ts';

const numbers = z.array(z.number());
const curve = z.object({ x: numbers, y: numbers });

/** Made by `fixtures/make-metrics-reference.py`. */
const reference = z
  .object({
    by: z.string(),
    cases: z.array(
      z.object({
        name: z.string(),
        scores: numbers,
        labels: numbers,
        threshold: z.number(),
        averagePrecision: z.number(),
        areaUnderRoc: z.number(),
        f1: z.number(),
        precision: z.number(),
        recall: z.number(),
        roc: curve,
        precisionRecall: curve,
        ranks: numbers,
        other: numbers,
        spearman: z.number(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('fixtures/metrics-reference.json', import.meta.url), 'utf8')));

const expectClose = (found: readonly number[] | Float64Array, wanted: readonly number[]): void => {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 12));
};

describe.each(reference.cases)(`as ${reference.by} for $name`, (one) => {
  const scores = Float64Array.from(one.scores);
  const labels = Uint8Array.from(one.labels);

  it('average precision and area under the ROC curve', () => {
    expect(averagePrecision(scores, labels)).toBeCloseTo(one.averagePrecision, 12);
    expect(areaUnderRoc(scores, labels)).toBeCloseTo(one.areaUnderRoc, 12);
  });

  it('every point of both curves', () => {
    const roc = rocCurve(scores, labels);
    expectClose(roc.x, one.roc.x);
    expectClose(roc.y, one.roc.y);
    const curve = precisionRecallCurve(scores, labels);
    expectClose(curve.x, one.precisionRecall.x);
    expectClose(curve.y, one.precisionRecall.y);
  });

  it('F1, precision and recall at a threshold', () => {
    const outcomes = countOutcomes(flagSamples(scores, one.threshold).flags, labels);
    const { truePositives, falsePositives, falseNegatives } = outcomes;
    expect(ratesOf(outcomes).f1).toBeCloseTo(one.f1, 12);
    expect(truePositives / (truePositives + falsePositives)).toBeCloseTo(one.precision, 12);
    expect(truePositives / (truePositives + falseNegatives)).toBeCloseTo(one.recall, 12);
  });

  it('ranks and their correlation', () => {
    expectClose(ranksOf(scores), one.ranks);
    expect(rankCorrelation(scores, Float64Array.from(one.other))).toBeCloseTo(one.spearman, 12);
  });
});
