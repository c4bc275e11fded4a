import { describe, expect, it } from 'vitest';
import { createClassicCsv } from './classic-csv.ts';
import { signalsOf } from './signals.ts';

const signals = signalsOf('classic', 80);
const portion = (...columns: number[][]) => ({
  firstRow: 0,
  timesMs: Float64Array.of(Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 1, 0, 10)),
  columns: columns.map((values, index) => ({
    tagName: signals[index]?.tagName ?? '',
    values: Float64Array.from(values),
  })),
});

describe('the classic table', () => {
  it('has nine columns with their units', () => {
    const { header } = createClassicCsv({ name: 'P', fuel: 'Coal', capacityMw: 80 }, signals);
    expect(header).toBe(
      'timestamp,plant,fuel,capacity_mw,temperature [degC],vibration [mm/s],pressure [bar],flow_rate [t/h],load_factor\n',
    );
  });

  it('writes readings at their resolution and missing ones as empty cells', () => {
    const csv = createClassicCsv({ name: 'ZAWAR MINES', fuel: 'Coal', capacityMw: 80 }, signals);
    expect(csv.rows(portion([538, NaN], [1.4, 1.25], [90, 89.9], [330.2, 329], [1, 0.987]))).toBe(
      '2024-01-01T00:00:00Z,ZAWAR MINES,Coal,80,538.0,1.40,90.0,330.2,1.000\n' +
        '2024-01-01T00:10:00Z,ZAWAR MINES,Coal,80,,1.25,89.9,329.0,0.987\n',
    );
  });

  it('keeps a hostile plant name from becoming a formula or a new column', () => {
    const csv = createClassicCsv({ name: '=cmd|"x",1', fuel: 'Coal', capacityMw: 80 }, signals);
    const [row] = csv.rows(portion([1, 1], [1, 1], [1, 1], [1, 1], [1, 1])).split('\n');
    expect(row).toContain(`,"'=cmd|""x"",1",Coal,80,`);
  });
});
