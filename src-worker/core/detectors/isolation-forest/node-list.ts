/** Nodes as columns, see Forest; they grow at the end. */
export interface NodeList {
  /** Nodes so far. */
  readonly count: number;
  /** Makes room, so that nodes up to `count + more` can be written; the arrays may be others afterwards. */
  reserve(more: number): void;
  readonly columns: Int32Array;
  readonly thresholds: Float32Array;
  readonly sampleCounts: Int32Array;
  /** Says that `count` nodes are written. */
  setCount(count: number): void;
  /** Writes further nodes at the end. */
  add(columns: Int32Array, thresholds: Float32Array, sampleCounts: Int32Array): void;
  /** The nodes so far in arrays of their size. */
  take(): { columns: Int32Array; thresholds: Float32Array; sampleCounts: Int32Array };
}

export function createNodeList(): NodeList {
  let count = 0;
  let columns = new Int32Array(0);
  let thresholds = new Float32Array(0);
  let sampleCounts = new Int32Array(0);
  const reserve = (more: number): void => {
    if (count + more <= columns.length) return;
    const size = Math.max(count + more, 2 * columns.length, 65_536);
    columns = enlarge(new Int32Array(size), columns);
    thresholds = enlarge(new Float32Array(size), thresholds);
    sampleCounts = enlarge(new Int32Array(size), sampleCounts);
  };
  return {
    get count() {
      return count;
    },
    get columns() {
      return columns;
    },
    get thresholds() {
      return thresholds;
    },
    get sampleCounts() {
      return sampleCounts;
    },
    reserve,
    setCount(newCount) {
      count = newCount;
    },
    add(moreColumns, moreThresholds, moreCounts) {
      reserve(moreColumns.length);
      columns.set(moreColumns, count);
      thresholds.set(moreThresholds, count);
      sampleCounts.set(moreCounts, count);
      count += moreColumns.length;
    },
    take: () => ({
      columns: columns.slice(0, count),
      thresholds: thresholds.slice(0, count),
      sampleCounts: sampleCounts.slice(0, count),
    }),
  };
}

function enlarge<T extends Int32Array | Float32Array>(larger: T, smaller: T): T {
  larger.set(smaller);
  return larger;
}
