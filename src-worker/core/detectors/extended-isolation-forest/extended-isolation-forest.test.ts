import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { noCheckpoint } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { isolationForest } from '../isolation-forest/isolation-forest.ts';
import { extendedIsolationForest } from './extended-isolation-forest.ts';

const referenceSchema = z.object({
  saved: z.record(z.string(), z.unknown()),
  samples: z.array(z.number()),
  scores: z.array(z.number()),
});

function readReference(): z.infer<typeof referenceSchema> {
  const text = readFileSync(new URL('fixtures/reference.json', import.meta.url), 'utf8');
  return referenceSchema.parse(JSON.parse(text));
}

const fit = (samples: Matrix, options: Record<string, number> = {}, seed = 1) =>
  extendedIsolationForest.fit(
    samples,
    { ...extendedIsolationForest.defaultOptions, ...options },
    seed,
    noCheckpoint,
  );

/** Two tags that rise together, and a third one of its own. */
function relatedSamples(rowCount: number): Matrix {
  const random = createRandom(21);
  const data = new Float32Array(rowCount * 3);
  for (let row = 0; row < rowCount; row++) {
    const load = random.normal();
    data.set([load, load + 0.05 * random.normal(), random.normal()], row * 3);
  }
  return { rowCount, columnCount: 3, data };
}

function correlation(one: Float64Array, other: Float64Array): number {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [one.map((value) => value - mean(one)), other.map((value) => value - mean(other))];
  const dot = (x: Float64Array, y: Float64Array): number =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('the extended isolation forest', () => {
  it('scores a forest of an independent program within 1e-12', () => {
    const { saved, samples, scores } = readReference();
    const data = Float32Array.from(samples);
    const own = extendedIsolationForest.fromJSON(saved).scoreSamples({ rowCount: 300, columnCount: 4, data });
    own.forEach((score, row) => expect(Math.abs(score - (scores[row] ?? NaN))).toBeLessThan(1e-12));
  });

  it('refuses a saved forest whose nodes are not trees', () => {
    const { saved } = readReference();
    const isSplit = Array.isArray(saved['isSplit']) ? saved['isSplit'].map(() => 1) : [];
    expect(() => extendedIsolationForest.fromJSON({ ...saved, isSplit })).toThrow(/do not fit together/);
    expect(() => extendedIsolationForest.fromJSON({ ...saved, columnCount: 2 })).toThrow(
      /list of 2|not there/,
    );
  });

  it('is the isolation forest at extension level 0, up to chance', async () => {
    const samples = relatedSamples(2000);
    const trees = 300;
    const axes = await isolationForest.fit(samples, { trees, subsample: 256 }, 1, noCheckpoint);
    const extended = await fit(samples, { trees, extensionLevel: 0 });
    const again = await isolationForest.fit(samples, { trees, subsample: 256 }, 2, noCheckpoint);
    const expected = axes.scoreSamples(samples);
    // Two seeds of the same forest agree no better.
    expect(correlation(extended.scoreSamples(samples), expected)).toBeGreaterThan(
      correlation(again.scoreSamples(samples), expected) - 0.003,
    );
  });

  it('sees a sample that is usual in each tag and breaks their relation, where cuts along the axes do not', async () => {
    const samples = relatedSamples(4000);
    const broken = { rowCount: 1, columnCount: 3, data: Float32Array.of(1.2, -1.2, 0) };
    const rank = (scores: Float64Array, score = NaN): number =>
      scores.filter((other) => other < score).length / scores.length;
    const along = await fit(samples, { extensionLevel: 0 });
    const across = await fit(samples, { extensionLevel: 2 });
    const seen = rank(across.scoreSamples(samples), across.scoreSamples(broken)[0]);
    const missed = rank(along.scoreSamples(samples), along.scoreSamples(broken)[0]);
    expect(missed).toBeLessThan(0.8);
    expect(seen).toBeGreaterThan(0.85);
  });

  it('takes a level beyond the tags as the highest, and refuses what does not fit into memory', async () => {
    const samples = relatedSamples(500);
    const highest = await fit(samples, { extensionLevel: 2 });
    const beyond = await fit(samples, { extensionLevel: 40 });
    expect(beyond.toJSON()).toEqual(highest.toJSON());
    const wide = { rowCount: 5000, columnCount: 300, data: new Float32Array(1_500_000) };
    const large = { trees: 1000, subsample: 4096, extensionLevel: 299 };
    await expect(fit(wide, large)).rejects.toThrow(/lower the extension level/);
  });
});
