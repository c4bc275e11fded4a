import { describe, expect, it } from 'vitest';
import { analyseSamples } from '../analyse-samples.ts';
import { noCheckpoint } from '../checkpoint.ts';
import { findDetector } from '../detectors/registry.ts';
import { createRandom } from '../random.ts';

const ROWS = 1200;
const TRAINED = 900;
const tags = [
  { name: 'gross_power', description: null, unit: 'MW' },
  { name: 'bearing vibration', description: null, unit: 'mm/s' },
  { name: 'steam pressure', description: null, unit: 'bar' },
];

/** A unit between 50 and 80 MW every minute: vibration about 2.1 mm/s, pressure follows the load. */
function unit(change: (data: Float32Array) => void) {
  const random = createRandom(5);
  const data = new Float32Array(ROWS * 3);
  for (let row = 0; row < ROWS; row++) {
    const load = 65 + 15 * Math.sin(row / 60);
    data[row * 3] = Number((load + 0.1 * random.normal()).toFixed(1));
    data[row * 3 + 1] = Number((2.1 + 0.08 * random.normal()).toFixed(1));
    data[row * 3 + 2] = Number((40 + 0.6 * load + 0.2 * random.normal()).toFixed(1));
  }
  change(data);
  const detector = findDetector('isolation-forest');
  return analyseSamples(
    {
      timesMs: Float64Array.from({ length: ROWS }, (_, row) => row * 60_000),
      samples: { rowCount: ROWS, columnCount: 3, data },
      columnNames: tags.map((tag) => tag.name),
      tags,
      trainFrom: 0,
      trainTo: TRAINED,
      detector,
      options: detector.defaultOptions,
      seed: 1,
      threshold: { kind: 'contamination', share: 0.005 },
    },
    noCheckpoint,
  );
}

const set = (data: Float32Array, column: number, from: number, to: number, value: number): void => {
  for (let row = from; row < to; row++) data[row * 3 + column] = value;
};

describe('judging anomalies', () => {
  it('tells a shaking bearing with figures, load and zone, and calls it process', async () => {
    const { anomalies } = await unit((data) => {
      for (let row = 1000; row < 1030; row++) data[row * 3 + 1] = 6.5 + 0.1 * (row % 7);
    });
    const shaking = anomalies.find((one) => one.startMs >= 1000 * 60_000 && one.sampleCount > 10);
    expect(shaking?.kind).toBe('process');
    expect(shaking?.sentence).toMatch(
      /^bearing vibration [67]\.\d mm\/s where 2\.1 is usual at \d\d MW; zone [CD] of ISO 20816-3/,
    );
  });

  it('calls readings that a spike explains sensor, and names the spike', async () => {
    const { anomalies } = await unit((data) => set(data, 2, 1000, 1002, 20));
    expect(anomalies.filter((one) => one.startMs >= 999 * 60_000 && one.kind === 'sensor')).toMatchObject([
      { sensorFault: 'spike', startMs: 1000 * 60_000, endMs: 1001 * 60_000 },
    ]);
  });

  it('calls a load beyond training unknown, neither normal nor abnormal', async () => {
    const { anomalies } = await unit((data) => {
      for (let row = 1000; row < 1100; row++) {
        const load = Math.min(95, 53 + (row - 999) * 0.5);
        data[row * 3] = load;
        data[row * 3 + 2] = 40 + 0.6 * load;
      }
    });
    const found = anomalies.filter((one) => one.startMs >= 1000 * 60_000 && one.endMs <= 1101 * 60_000);
    expect(found.some((one) => one.kind === 'unknown')).toBe(true);
    expect(found.find((one) => one.kind === 'unknown')?.sentence).toMatch(
      /^gross_power up to 95\.0 MW; training knows \d+\.\d to 8\d\.\d MW$/,
    );
  });

  it('calls rows with too little to judge a gap', async () => {
    const { anomalies } = await unit((data) => {
      set(data, 1, 1000, 1010, NaN);
      set(data, 2, 1000, 1010, NaN);
    });
    expect(anomalies.filter((one) => one.kind === 'gap')).toMatchObject([
      {
        startMs: 1000 * 60_000,
        endMs: 1009 * 60_000,
        sentence: 'More than half of the 3 tags give no reading',
      },
    ]);
  });
});
