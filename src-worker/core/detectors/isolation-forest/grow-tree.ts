import type { Random } from '../../random.ts';
import { LEAF } from './forest.ts';
import type { NodeList } from './node-list.ts';

/**
 * Reserves memory once; the function it gives grows one tree from `values` (column after column, finite) and adds its
 * nodes in preorder, see Forest.
 */
export function createTreeGrower(
  subsample: number,
  columnCount: number,
  depthLimit: number,
  nodes: NodeList,
): (values: Float32Array, random: Random) => void {
  const mostNodes = 2 * subsample - 1;
  const rows = new Int32Array(subsample);
  const order = new Int32Array(columnCount);
  let { columns, thresholds, sampleCounts } = nodes;
  let nodeCount = 0;

  function grow(values: Float32Array, random: Random, from: number, to: number, depth: number): void {
    const node = nodeCount++;
    sampleCounts[node] = to - from;
    columns[node] = LEAF;
    thresholds[node] = 0;
    if (to - from < 2 || depth >= depthLimit) return;
    for (let untried = columnCount; untried > 0; untried--) {
      // Drawing without replacement until a column varies is a fair draw among those that do.
      const pick = random.below(untried);
      const column = order[pick];
      order[pick] = order[untried - 1];
      order[untried - 1] = column;
      const start = column * subsample;
      let lowest = values[start + rows[from]];
      let highest = lowest;
      for (let index = from + 1; index < to; index++) {
        const value = values[start + rows[index]];
        if (value < lowest) lowest = value;
        else if (value > highest) highest = value;
      }
      if (lowest === highest) continue;
      const threshold = drawThreshold(lowest, highest, random);
      columns[node] = column;
      thresholds[node] = threshold;
      const middle = partition(values, rows, start, from, to, threshold);
      grow(values, random, from, middle, depth + 1);
      grow(values, random, middle, to, depth + 1);
      return;
    }
  }

  return (values, random) => {
    nodes.reserve(mostNodes);
    ({ columns, thresholds, sampleCounts } = nodes);
    nodeCount = nodes.count;
    for (let index = 0; index < subsample; index++) rows[index] = index;
    for (let column = 0; column < columnCount; column++) order[column] = column;
    grow(values, random, 0, subsample, 0);
    nodes.setCount(nodeCount);
  };
}

/**
 * Uniform in [lowest, highest), brought down to float32, which no float32 value can tell from the unrounded one.
 * Never reaches `highest`, so both sides get a sample.
 */
function drawThreshold(lowest: number, highest: number, random: Random): number {
  const drawn = lowest + random.uniform() * (highest - lowest);
  return drawn >= highest ? lowest : floorToFloat32(drawn);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The largest float32 that is not above `value`. */
export function floorToFloat32(value: number): number {
  float[0] = value;
  if (float[0] > value) {
    if (float[0] > 0) bits[0]--;
    else if (float[0] === 0) bits[0] = -2147483647;
    else bits[0]++;
  }
  return float[0];
}

/**
 * Brings the rows at most `threshold` to the front of [from, to); gives the first of the others. Every row is moved the
 * same way, because the processor cannot foretell a random cut and would pay for each wrong guess.
 */
function partition(
  values: Float32Array,
  rows: Int32Array,
  start: number,
  from: number,
  to: number,
  threshold: number,
): number {
  let middle = from;
  for (let index = from; index < to; index++) {
    const row = rows[index];
    rows[index] = rows[middle];
    rows[middle] = row;
    middle += Number(values[start + row] <= threshold);
  }
  return middle;
}
