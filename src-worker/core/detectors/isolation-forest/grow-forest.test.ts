import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { createRandom } from '../../random.ts';
import { type Forest, LEAF, treeCountOf } from './forest.ts';
import { growForest } from './grow-forest.ts';
import { floorToFloat32 } from './grow-tree.ts';
import { createNodeList } from './node-list.ts';
import { kernelGrower, plainGrower } from './tree-growers.ts';

const grow = (
  data: readonly number[],
  columnCount: number,
  subsample = 256,
  trees = 20,
  seed = 1,
): Promise<Forest> =>
  growForest(
    {
      samples: { rowCount: data.length / columnCount, columnCount, data: Float32Array.from(data) },
      medians: new Float32Array(columnCount),
      usableRows: null,
    },
    { trees, subsample },
    seed,
    noCheckpoint,
  );

const normals = (count: number): number[] => {
  const random = createRandom(7);
  return Array.from({ length: count }, () => random.normal());
};

describe('growing a forest', () => {
  it('splits two samples once, at a value from the lower up to below the higher', async () => {
    const forest = await grow([3, 5], 1);
    for (let tree = 0; tree < treeCountOf(forest); tree++) {
      const root = forest.treeStarts[tree] ?? NaN;
      expect([...forest.columns.subarray(root, root + 3)]).toEqual([0, LEAF, LEAF]);
      expect([...forest.sampleCounts.subarray(root, root + 3)]).toEqual([2, 1, 1]);
      expect(forest.thresholds[root]).toBeGreaterThanOrEqual(3);
      expect(forest.thresholds[root]).toBeLessThan(5);
    }
  });

  it('separates neighbouring float32 values', async () => {
    const above = 1 + 2 ** -23;
    const forest = await grow([1, above], 1);
    expect(forest.thresholds[0]).toBe(1);
    expect([...forest.sampleCounts.subarray(0, 3)]).toEqual([2, 1, 1]);
  });

  it('never splits a constant column', async () => {
    const forest = await grow([1, 9, 2, 9, 3, 9, 4, 9], 2);
    expect(forest.columns.includes(1)).toBe(false);
    expect(forest.columns.includes(0)).toBe(true);
  });

  it('makes one leaf of equal samples', async () => {
    const forest = await grow([4, 4, 4], 1, 256, 2);
    expect([...forest.columns]).toEqual([LEAF, LEAF]);
    expect([...forest.sampleCounts]).toEqual([3, 3]);
  });

  it('stops at the average depth of a balanced tree', async () => {
    const forest = await grow(normals(5000), 5);
    let deepest = 0;
    for (let tree = 0; tree < treeCountOf(forest); tree++) {
      const open = [0];
      for (let node = forest.treeStarts[tree] ?? 0; node < (forest.treeStarts[tree + 1] ?? 0); node++) {
        const depth = open.pop() ?? NaN;
        deepest = Math.max(deepest, depth);
        if (forest.columns[node] !== LEAF) open.push(depth + 1, depth + 1);
      }
      expect(open).toEqual([]);
    }
    expect(deepest).toBe(8);
  });

  it('chooses among the columns with equal chance', async () => {
    const forest = await grow(normals(5000), 5, 256, 200);
    const counts = new Int32Array(5);
    for (const root of forest.treeStarts.subarray(0, 200)) {
      const column = forest.columns[root] ?? NaN;
      counts[column] = (counts[column] ?? 0) + 1;
    }
    // 200 roots over 5 columns: 40 each, standard deviation 5.7.
    for (const count of counts) expect(Math.abs(count - 40)).toBeLessThan(5 * 5.7);
  });

  it('grows a tree that does not depend on the trees around it', async () => {
    const few = await grow(normals(5000), 5, 64, 3);
    const many = await grow(normals(5000), 5, 64, 9);
    const nodes = few.treeStarts[3] ?? NaN;
    expect(many.thresholds.subarray(0, nodes)).toEqual(few.thresholds);
  });
});

describe('growing in WebAssembly', () => {
  /** Normal values, some rounded so that they are equal, zeros of both signs, tiny and huge ones, and missing ones. */
  const mixed = (rowCount: number, columnCount: number): Float32Array => {
    const random = createRandom(rowCount);
    const special = [0, -0, 1e-45, -1e-45, 3e38, -3e38, 1e30, NaN];
    return Float32Array.from({ length: rowCount * columnCount }, (_, at) => {
      const value = random.normal();
      const kind = random.below(20);
      return kind < special.length && at % 3 === 0
        ? (special[kind] ?? 0)
        : kind < 14
          ? Math.round(value)
          : value;
    });
  };

  it.each([
    ['the usual forest', 3000, 5, 256, 100, 42],
    ['fewer rows than the subsample', 100, 4, 256, 20, 3],
    ['as many rows as the subsample', 64, 2, 64, 20, 4],
    ['one row', 1, 3, 256, 3, 5],
    ['the largest trees', 9000, 3, 4096, 4, 2 ** 52 + 7],
    ['trees of two rows', 500, 1, 2, 50, -8],
    ['very many columns', 300, 2000, 64, 3, 2 ** 32],
  ])('gives the bits of TypeScript: %s', async (_, rowCount, columnCount, subsample, trees, seed) => {
    const samples = { rowCount, columnCount, data: mixed(rowCount, columnCount) };
    const medians = Float32Array.from({ length: columnCount }, (_, column) => column / 7);
    const everySecond = Int32Array.from({ length: Math.ceil(rowCount / 2) }, (_, at) => 2 * at);
    for (const usableRows of [null, everySecond]) {
      const by = (grower: typeof plainGrower | typeof kernelGrower): Promise<Forest> =>
        growForest({ samples, medians, usableRows }, { trees, subsample }, seed, noCheckpoint, grower);
      const [kernel, plain] = [await by(kernelGrower), await by(plainGrower)];
      expect(kernel).toEqual(plain);
      expect(new Int32Array(kernel.thresholds.buffer)).toEqual(new Int32Array(plain.thresholds.buffer));
    }
  });

  it('leaves trees that would take too much memory to TypeScript', () => {
    const samples = { rowCount: 1, columnCount: 65_535, data: new Float32Array(65_535) };
    const training = { samples, medians: new Float32Array(65_535), usableRows: null };
    expect(kernelGrower(training, 4096, 1, createNodeList())).toBe(null);
    expect(kernelGrower(training, 1, 1, createNodeList())).not.toBe(null);
  });
});

describe('rounding down to float32', () => {
  it('keeps float32 values and brings others to the next one below', () => {
    expect(floorToFloat32(0.5)).toBe(0.5);
    expect(floorToFloat32(1 + 2 ** -24)).toBe(1);
    expect(floorToFloat32(1 + 3 * 2 ** -25)).toBe(1);
    expect(floorToFloat32(-1 - 2 ** -30)).toBe(-1 - 2 ** -23);
    expect(floorToFloat32(-1e-60)).toBe(-(2 ** -149));
    expect(floorToFloat32(1e-60)).toBe(0);
  });
});
