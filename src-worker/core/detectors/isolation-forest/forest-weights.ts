import type { Matrix } from '../../matrix.ts';
import { type Forest, LEAF, treeCountOf } from './forest.ts';
import { createPathShapley, leafPaths, MOST_COLUMNS_ON_PATH, shareOf, subtreeEnds } from './path-shapley.ts';
import { FREE_FROM, loadShapleyKernel } from './shapley-kernel.ts';

/** Shapley values of the samples at the given rows, shape [rows.length x columnCount]; see `createPathShapley`. */
export type RowShapley = (samples: Matrix, rows: readonly number[]) => Float64Array;

/** By row and column: by how much the column makes the sample easier to isolate; 0 where it does not. */
export function forestColumnWeights(forest: Forest, usual: Float32Array): RowShapley {
  const shapley = createKernelShapley(forest, usual) ?? createPlainShapley(forest, usual);
  return (samples, rows) => shapley(samples, rows).map((value) => Math.max(0, -value));
}

export function createPlainShapley(forest: Forest, usual: Float32Array): RowShapley {
  const shapley = createPathShapley(forest, usual);
  return ({ data, columnCount }, rows) => {
    const values = new Float64Array(rows.length * columnCount);
    rows.forEach((row, index) => {
      const sample = data.subarray(row * columnCount, (row + 1) * columnCount);
      shapley(sample, values.subarray(index * columnCount, (index + 1) * columnCount));
    });
    return values;
  };
}

const NODE_BYTES = 24;
const SHARES = MOST_COLUMNS_ON_PATH + 1;
/** Values of as many samples as stay in the nearest cache while the trees pass over them. */
const TOGETHER = 2048;

/** The same in WebAssembly, tree by tree instead of sample by sample, to the same bits; null where there is none. */
export function createKernelShapley(forest: Forest, usual: Float32Array): RowShapley | null {
  const { columnCount } = forest;
  const nodeCount = forest.columns.length;
  const most = Math.max(1, Math.floor(TOGETHER / columnCount));
  const nodes = FREE_FROM;
  const shares = nodes + nodeCount * NODE_BYTES;
  const values = shares + SHARES * SHARES * 8;
  const samples = values + most * columnCount * 8;
  const onPath = samples + most * columnCount * 4;
  const sides = onPath + SHARES * 4;
  const kernel = loadShapleyKernel(sides + columnCount);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  writeNodes(new DataView(buffer), nodes, forest, usual);
  writeShares(new Float64Array(buffer, shares, SHARES * SHARES));
  kernel.useTables(shares, sides, onPath);
  const read = new Float32Array(buffer, samples, most * columnCount);
  const into = new Float64Array(buffer, values, most * columnCount);
  return ({ data }, rows) => {
    const result = new Float64Array(rows.length * columnCount);
    for (let from = 0; from < rows.length; from += most) {
      const count = Math.min(most, rows.length - from);
      for (let index = 0, at = 0; index < count; index++) {
        const first = rows[from + index] * columnCount;
        for (let column = 0; column < columnCount; column++, at++) {
          const value = data[first + column];
          read[at] = Number.isNaN(value) ? usual[column] : value;
        }
      }
      into.fill(0);
      for (let tree = 0; tree < treeCountOf(forest); tree++)
        kernel.addTree(nodes + forest.treeStarts[tree] * NODE_BYTES, samples, values, count, columnCount);
      result.set(into.subarray(0, count * columnCount), from * columnCount);
    }
    return result;
  };
}

/** As the kernel reads them; children by their addresses. */
function writeNodes(memory: DataView, nodes: number, forest: Forest, usual: Float32Array): void {
  const { columns, thresholds } = forest;
  const ends = subtreeEnds(forest);
  const paths = leafPaths(forest);
  for (let node = 0; node < columns.length; node++) {
    const at = nodes + node * NODE_BYTES;
    const column = columns[node];
    memory.setInt32(at, column, true);
    memory.setFloat32(at + 4, thresholds[node], true);
    memory.setFloat64(at + 16, paths[node], true);
    if (column === LEAF) continue;
    const right = nodes + ends[node + 1] * NODE_BYTES;
    memory.setUint32(at + 8, right, true);
    memory.setUint32(at + 12, usual[column] <= thresholds[node] ? at + NODE_BYTES : right, true);
  }
}

function writeShares(shares: Float64Array): void {
  for (let own = 1; own < SHARES; own++)
    for (let other = 0; own + other < SHARES; other++) shares[own * SHARES + other] = shareOf(own, other);
}
