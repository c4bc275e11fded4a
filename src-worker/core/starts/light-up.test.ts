import { describe, expect, it } from 'vitest';
import { GOOD } from '../quality.ts';
import { findLightUp } from './light-up.ts';

/** One reading a minute from minute 0; synchronisation at minute 100, running until 160. */
function watch(name: string, unit: string, valueAt: (minute: number) => number) {
  return {
    tag: { name, description: null, unit },
    block: {
      timesMs: Float64Array.from({ length: 161 }, (_, minute) => minute * 60_000),
      values: Float64Array.from({ length: 161 }, (_, minute) => valueAt(minute)),
      qualities: new Uint8Array(161).fill(GOOD),
      statuses: [],
    },
  };
}
const minuteOf = (...watched: ReturnType<typeof watch>[]): readonly [number, string] | null => {
  const found = findLightUp(watched, 0, 100 * 60_000);
  return found === null ? null : [found.lightUpMs / 60_000, found.tagName];
};

const coal = watch('COAL_FLOW', 't/h', (minute) => (minute < 40 ? 0 : minute < 100 ? 8 : 40));
const oxygen = watch('FLUE_GAS_O2', '%', (minute) => (minute < 45 ? 20.9 : minute < 100 ? 11 : 4));
const pressure = watch('main_steam_pressure', 'bar', (minute) =>
  minute < 50 ? 20 - 0.1 * minute : Math.min(80, 15 + (minute - 50)),
);

describe('a light-up', () => {
  it('is told by fuel, else by oxygen, else by rising steam', () => {
    expect(minuteOf(coal, oxygen, pressure)).toEqual([40, 'COAL_FLOW']);
    expect(minuteOf(oxygen, pressure)).toEqual([45, 'FLUE_GAS_O2']);
    // Lowest 15 at minute 50, 65 at synchronisation: above 17.5 from minute 53 on.
    expect(minuteOf(pressure)).toEqual([53, 'main_steam_pressure']);
  });

  it('is the last one before synchronisation, not a trial that went out', () => {
    const twice = watch('OIL_FLOW', 't/h', (minute) =>
      (minute >= 10 && minute < 20) || minute >= 60 ? 10 : 0,
    );
    expect(minuteOf(twice)).toEqual([60, 'OIL_FLOW']);
  });

  it('is not known from tags that do not tell it, nor where the fire never was out', () => {
    expect(
      minuteOf(
        watch('vibration', 'mm/s', () => 1),
        watch('flue_gas_flow', 'kg/s', (minute) => minute),
      ),
    ).toBeNull();
    expect(minuteOf(watch('coal_flow', 't/h', () => 20))).toBeNull();
    expect(minuteOf()).toBeNull();
  });
});
