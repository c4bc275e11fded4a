import { describe, expect, it } from 'vitest';
import { curvePath, describeLosses, lossBounds } from './loss-curve-model.ts';

const point = (epoch: number, training: number, validation: number | null = null) => ({
  epoch,
  training,
  validation,
});

describe('the loss curve', () => {
  it('puts equal ratios at equal distances, the highest loss on top', () => {
    const bounds = lossBounds([point(1, 100), point(2, 10), point(3, 1)]);
    expect(curvePath([100, 10, 1], bounds, 40, 24)).toBe('M0.0 2.0L20.0 12.0L40.0 22.0');
  });
  it('leaves a gap where there is no loss, or none with a logarithm', () => {
    const bounds = { lowest: 1, highest: 100 };
    expect(curvePath([100, null, 1, 0, 1], bounds, 40, 24)).toBe('M0.0 2.0M20.0 22.0M40.0 22.0');
  });
  it('shows a single epoch and equal losses', () => {
    expect(curvePath([3], lossBounds([point(1, 3)]), 40, 24)).toBe('M0.0 12.0h4');
    expect(curvePath([3, 3], lossBounds([point(1, 3)]), 40, 24)).toBe('M0.0 12.0L40.0 12.0');
    expect(curvePath([], lossBounds([]), 40, 24)).toBe('');
  });
});

describe('the losses in words', () => {
  it('name the last epoch and the lowest held-out loss', () => {
    expect(describeLosses([point(1, 1, 0.9), point(2, 0.5, 0.25), point(3, 0.25, 0.3)])).toBe(
      'Epoch 3: loss 0.250, held out 0.300 (lowest 0.250 in epoch 2)',
    );
  });
  it('do without what there is not', () => {
    expect(describeLosses([point(1, 0.5)])).toBe('Epoch 1: loss 0.500');
    expect(describeLosses([])).toBe('No epoch is finished yet');
  });
});
