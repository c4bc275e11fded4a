// The score kernel: the inner loops of the mask scorer (mask-scorer.ts), in AssemblyScript with WebAssembly SIMD.
// `npm run build` compiles it into score-kernel.generated.ts. Addresses and sizes are in bytes.

/** Where the tables of the unit in work lie: at fixed addresses, which cost nothing to add. */
const PATHS: usize = 1024;
/** Path lengths of one piece: 65 float64. */
const PIECE: usize = 520;
const MASKS: usize = PATHS + 4 * PIECE;

/**
 * Writes the code of each value of one column: firstCode + 2 * (number of thresholds below the value).
 * `values` is the column's first value and `stride` the distance of its values in float32. The thresholds rise and are
 * filled up with infinity to 2^levels. Takes four rows at a time: a search without a jump waits for memory only.
 */
export function codeColumn(
  values: usize,
  stride: u32,
  rowCount: u32,
  thresholds: usize,
  levels: u32,
  firstCode: u32,
  codes: usize,
): void {
  const step: usize = stride << 2;
  for (let row: u32 = 0; row < rowCount; row += 4) {
    const a = load<f32>(values);
    const b = load<f32>(values + step);
    const c = load<f32>(values + 2 * step);
    const d = load<f32>(values + 3 * step);
    values += 4 * step;
    let i: u32 = 0;
    let j: u32 = 0;
    let k: u32 = 0;
    let l: u32 = 0;
    let half: u32 = 4 << levels;
    for (let shift = levels + 2; shift > 2; ) {
      shift--;
      half >>= 1;
      const middle = thresholds + half - 4;
      i += u32(load<f32>(middle + i) < a) << shift;
      j += u32(load<f32>(middle + j) < b) << shift;
      k += u32(load<f32>(middle + k) < c) << shift;
      l += u32(load<f32>(middle + l) < d) << shift;
    }
    store<u16>(codes, firstCode + (i >> 1));
    store<u16>(codes, firstCode + (j >> 1), 2);
    store<u16>(codes, firstCode + (k >> 1), 4);
    store<u16>(codes, firstCode + (l >> 1), 6);
    codes += 8;
  }
}

/** The leaves that a value with this code can reach, as 128 bits. */
// @ts-ignore: a decorator on a function
@inline
function maskOf(offsets: usize, code: u32): v128 {
  return v128.load(load<u16>(offsets + code), MASKS);
}

/** Path lengths of the leaves left: in each of the two lanes the lowest bit tells one leaf, the highest another. */
// @ts-ignore: a decorator on a function
@inline
function pathOf(leaves: v128): f64 {
  const first = i64x2.extract_lane(leaves, 0);
  const second = i64x2.extract_lane(leaves, 1);
  return (
    load<f64>((<usize>ctz(first)) << 3, PATHS) +
    load<f64>((<usize>clz(first)) << 3, PATHS + PIECE) +
    (load<f64>((<usize>ctz(second)) << 3, PATHS + 2 * PIECE) +
      load<f64>((<usize>clz(second)) << 3, PATHS + 3 * PIECE))
  );
}

/**
 * Adds each row's path lengths of all units to `sums` (float64). A unit is five words: begin and end of the list of
 * its code columns, its mask offsets, and address and size of its path lengths with the masks behind them.
 * Takes eight rows at a time, whose masks fit into the registers.
 */
export function addUnits(units: usize, unitEnd: usize, sums: usize, rowCount: u32): void {
  const rowBytes = rowCount << 1;
  for (; units < unitEnd; units += 20) {
    const firstColumn = load<usize>(units);
    const columnEnd = load<usize>(units, 4);
    const offsets = load<usize>(units, 8);
    memory.copy(PATHS, load<usize>(units, 12), load<usize>(units, 16));
    for (let row: u32 = 0; row < rowBytes; row += 16) {
      let a = i64x2.splat(-1);
      let b = a;
      let c = a;
      let d = a;
      let e = a;
      let f = a;
      let g = a;
      let h = a;
      for (let column = firstColumn; column < columnEnd; column += 4) {
        const codes = load<usize>(column) + row;
        const four = load<u64>(codes);
        const more = load<u64>(codes, 8);
        a = v128.and(a, maskOf(offsets, u32(four) & 0xffff));
        b = v128.and(b, maskOf(offsets, u32(four) >> 16));
        c = v128.and(c, maskOf(offsets, u32(four >> 32) & 0xffff));
        d = v128.and(d, maskOf(offsets, u32(four >> 48)));
        e = v128.and(e, maskOf(offsets, u32(more) & 0xffff));
        f = v128.and(f, maskOf(offsets, u32(more) >> 16));
        g = v128.and(g, maskOf(offsets, u32(more >> 32) & 0xffff));
        h = v128.and(h, maskOf(offsets, u32(more >> 48)));
      }
      const sum = sums + (row << 2);
      store<f64>(sum, load<f64>(sum) + pathOf(a));
      store<f64>(sum, load<f64>(sum, 8) + pathOf(b), 8);
      store<f64>(sum, load<f64>(sum, 16) + pathOf(c), 16);
      store<f64>(sum, load<f64>(sum, 24) + pathOf(d), 24);
      store<f64>(sum, load<f64>(sum, 32) + pathOf(e), 32);
      store<f64>(sum, load<f64>(sum, 40) + pathOf(f), 40);
      store<f64>(sum, load<f64>(sum, 48) + pathOf(g), 48);
      store<f64>(sum, load<f64>(sum, 56) + pathOf(h), 56);
    }
  }
}
