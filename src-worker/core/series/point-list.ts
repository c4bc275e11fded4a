/** A growing list of points (time, value); NaN marks a gap. */
export interface PointList {
  add(timeMs: number, value: number): void;
  /** Points that are not gaps. */
  valueCount(): number;
  columns(): { readonly timesMs: Float64Array<ArrayBuffer>; readonly values: Float64Array<ArrayBuffer> };
}

const FIRST_ROOM = 1024;

export function createPointList(): PointList {
  let timesMs = new Float64Array(FIRST_ROOM);
  let values = new Float64Array(FIRST_ROOM);
  let count = 0;
  let gaps = 0;

  const grow = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
    const larger = new Float64Array(column.length * 2);
    larger.set(column);
    return larger;
  };

  return {
    add(timeMs, value) {
      if (count === timesMs.length) {
        timesMs = grow(timesMs);
        values = grow(values);
      }
      timesMs[count] = timeMs;
      values[count] = value;
      count++;
      if (value !== value) gaps++;
    },
    valueCount: () => count - gaps,
    columns: () => ({ timesMs: timesMs.slice(0, count), values: values.slice(0, count) }),
  };
}
