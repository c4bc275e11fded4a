// The Shapley kernel: the walk of path-shapley.ts for many samples, in AssemblyScript.
// `npm run build` compiles it into shapley-kernel.generated.ts. Addresses and sizes are in bytes.

/** A node: column (i32, -1 for a leaf), threshold (f32), right child, child of the usual sample, path length of a leaf (f64). */
const NODE: usize = 24;
/** One side of the table of shares has so many places. */
const SHARES: usize = 41;
/** The sides that a path has taken at a column. */
const OWN: u8 = 1;
const OTHER: u8 = 2;

/** Shares (f64) by columns on the sample's side, then on the usual one's. */
let shares: usize = 0;
/** Per column (u8): 0 as long as both go the same way. */
let sides: usize = 0;
/** Columns at which the two have parted (u32), and how many. */
let onPath: usize = 0;
let pathColumns: usize = 0;
/** The sample in work and its values. */
let read: usize = 0;
let into: usize = 0;

export function useTables(sharesAt: usize, sidesAt: usize, onPathAt: usize): void {
  shares = sharesAt;
  sides = sidesAt;
  onPath = onPathAt;
}

function addLeaf(path: f64, own: usize, other: usize): void {
  const more = path * load<f64>(shares + ((own * SHARES + other) << 3));
  const less = path * load<f64>(shares + ((other * SHARES + own) << 3));
  for (let at: usize = 0; at < pathColumns; at++) {
    const column = <usize>load<u32>(onPath + (at << 2));
    const value = into + (column << 3);
    if (load<u8>(sides + column) == OWN) store<f64>(value, load<f64>(value) + more);
    else store<f64>(value, load<f64>(value) - less);
  }
}

function walk(start: usize, own: usize, other: usize): void {
  let node = start;
  for (;;) {
    const at = load<i32>(node);
    if (at < 0) {
      addLeaf(load<f64>(node, 16), own, other);
      return;
    }
    const column = <usize>at;
    const usualChild = <usize>load<u32>(node, 12);
    const side = load<u8>(sides + column);
    if (side == OTHER) {
      node = usualChild;
      continue;
    }
    const isLeft = load<f32>(read + (column << 2)) <= load<f32>(node, 4);
    const ownChild = isLeft ? node + NODE : <usize>load<u32>(node, 8);
    if (side == OWN || ownChild == usualChild) {
      node = ownChild;
      continue;
    }
    store<u32>(onPath + (pathColumns << 2), <u32>column);
    pathColumns++;
    store<u8>(sides + column, OWN);
    walk(ownChild, own + 1, other);
    store<u8>(sides + column, OTHER);
    walk(usualChild, own, other + 1);
    store<u8>(sides + column, 0);
    pathColumns--;
    return;
  }
}

/** Adds what the tree at `root` says of each sample (f32, row-major) to its values (f64). */
export function addTree(
  root: usize,
  samples: usize,
  values: usize,
  rowCount: u32,
  columnCount: u32,
): void {
  for (let row: u32 = 0; row < rowCount; row++) {
    read = samples;
    into = values;
    walk(root, 0, 0);
    samples += <usize>columnCount << 2;
    values += <usize>columnCount << 3;
  }
}
