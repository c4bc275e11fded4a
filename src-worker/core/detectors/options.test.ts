import { isAcceptable } from '@shared/detector-options.ts';
import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { createRandom } from '../random.ts';
import { detectors } from './registry.ts';

const samples = (() => {
  const random = createRandom(5);
  return { rowCount: 60, columnCount: 2, data: Float32Array.from({ length: 120 }, () => random.normal()) };
})();

const options = detectors.flatMap((detector) => detector.options.map((option) => ({ detector, option })));

describe.each(options)('$detector.id, $option.name', ({ detector, option }) => {
  const refusal = new RegExp(`"${option.name}" must be`);
  const fitWith = (value: number | string) =>
    detector.fit(samples, { ...detector.defaultOptions, [option.name]: value }, 1, noCheckpoint);

  it('is told in words and has a usual value that it takes', () => {
    expect(option.title).toMatch(/^[A-Z]/);
    expect(option.explanation).toMatch(/^[A-Z][^.]*(\d\.\d[^.]*)*\.$/);
    expect(isAcceptable(option, option.usual)).toBe(true);
    expect(detector.defaultOptions[option.name]).toBe(option.usual);
  });

  it('is refused by the detector outside what is told', async () => {
    const outside =
      option.kind === 'number'
        ? [
            option.lowest - (option.isWhole ? 1 : 1e-6),
            option.highest + 1,
            NaN,
            ...(option.isWhole ? [option.usual + 0.5] : []),
          ]
        : ['', 'oracle', `${option.usual},${option.usual}`];
    for (const value of outside) await expect(fitWith(value)).rejects.toThrow(refusal);
  });

  it('works at the ends of its bounds', async () => {
    if (option.kind !== 'number') return;
    const highest = Math.min(option.highest, option.unit === 'epochs' ? 2 : option.highest);
    const quick = detector.defaultOptions.epochs === undefined ? {} : { epochs: 1, windowsPerEpoch: 64 };
    for (const value of [option.lowest, highest]) {
      const values = { ...detector.defaultOptions, ...quick, [option.name]: value };
      const fitted = await detector.fit(samples, values, 1, noCheckpoint);
      expect(fitted.scoreSamples(samples)).toHaveLength(60);
    }
  });
});
