// The inner loops of the neural networks (kernel.ts says what each does), in AssemblyScript with WebAssembly SIMD.
// `npm run build` compiles it into train-kernel.generated.ts. Addresses and distances are in float32, not in bytes.
// Every lane does what plain-kernel.ts does for one number, in the same order, so both give the same bits.

// @ts-ignore: a decorator on a function
@inline
function tile4x8(a: usize, aRow: usize, aStep: usize, b: usize, bRow: usize, c: usize, cRow: usize, inner: u32, keep: bool): void {
  const a1 = a + aRow;
  const a2 = a1 + aRow;
  const a3 = a2 + aRow;
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  const zero = f32x4.splat(0);
  let s00 = keep ? v128.load(c) : zero;
  let s01 = keep ? v128.load(c, 16) : zero;
  let s10 = keep ? v128.load(c1) : zero;
  let s11 = keep ? v128.load(c1, 16) : zero;
  let s20 = keep ? v128.load(c2) : zero;
  let s21 = keep ? v128.load(c2, 16) : zero;
  let s30 = keep ? v128.load(c3) : zero;
  let s31 = keep ? v128.load(c3, 16) : zero;
  for (let p: u32 = 0, step: usize = 0; p < inner; p++, step += aStep, b += bRow) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const x0 = v128.load32_splat(a + step);
    s00 = f32x4.add(s00, f32x4.mul(x0, left));
    s01 = f32x4.add(s01, f32x4.mul(x0, right));
    const x1 = v128.load32_splat(a1 + step);
    s10 = f32x4.add(s10, f32x4.mul(x1, left));
    s11 = f32x4.add(s11, f32x4.mul(x1, right));
    const x2 = v128.load32_splat(a2 + step);
    s20 = f32x4.add(s20, f32x4.mul(x2, left));
    s21 = f32x4.add(s21, f32x4.mul(x2, right));
    const x3 = v128.load32_splat(a3 + step);
    s30 = f32x4.add(s30, f32x4.mul(x3, left));
    s31 = f32x4.add(s31, f32x4.mul(x3, right));
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

// @ts-ignore: a decorator on a function
@inline
function tile4x4(a: usize, aRow: usize, aStep: usize, b: usize, bRow: usize, c: usize, cRow: usize, inner: u32, keep: bool): void {
  const a1 = a + aRow;
  const a2 = a1 + aRow;
  const a3 = a2 + aRow;
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  const zero = f32x4.splat(0);
  let s0 = keep ? v128.load(c) : zero;
  let s1 = keep ? v128.load(c1) : zero;
  let s2 = keep ? v128.load(c2) : zero;
  let s3 = keep ? v128.load(c3) : zero;
  for (let p: u32 = 0, step: usize = 0; p < inner; p++, step += aStep, b += bRow) {
    const left = v128.load(b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a + step), left));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a1 + step), left));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a2 + step), left));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a3 + step), left));
  }
  v128.store(c, s0);
  v128.store(c1, s1);
  v128.store(c2, s2);
  v128.store(c3, s3);
}

// @ts-ignore: a decorator on a function
@inline
function tile1x4(a: usize, aStep: usize, b: usize, bRow: usize, c: usize, inner: u32, keep: bool): void {
  let sum = keep ? v128.load(c) : f32x4.splat(0);
  for (let p: u32 = 0; p < inner; p++, a += aStep, b += bRow) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), v128.load(b)));
  }
  v128.store(c, sum);
}

export function multiply(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  rows: u32,
  inner: u32,
  columns: u32,
  keep: u32,
): void {
  a <<= 2;
  b <<= 2;
  c <<= 2;
  aRow <<= 2;
  aStep <<= 2;
  bRow <<= 2;
  cRow <<= 2;
  const isKept = keep != 0;
  const columnBytes: usize = columns << 2;
  const wideBytes: usize = columnBytes & ~(<usize>31);
  let row: u32 = 0;
  for (; row + 4 <= rows; row += 4) {
    let column: usize = 0;
    for (; column < wideBytes; column += 32) {
      tile4x8(a, aRow, aStep, b + column, bRow, c + column, cRow, inner, isKept);
    }
    if (column < columnBytes) tile4x4(a, aRow, aStep, b + column, bRow, c + column, cRow, inner, isKept);
    a += aRow << 2;
    c += cRow << 2;
  }
  for (; row < rows; row++) {
    for (let column: usize = 0; column < columnBytes; column += 16) {
      tile1x4(a, aStep, b + column, bRow, c + column, inner, isKept);
    }
    a += aRow;
    c += cRow;
  }
}

/** Rational approximation of tanh, see tanh.ts. */
// @ts-ignore: a decorator on a function
@inline
function tanhOf(value: v128): v128 {
  const x = f32x4.max(f32x4.splat(-7.90531110763549805), f32x4.min(f32x4.splat(7.90531110763549805), value));
  const square = f32x4.mul(x, x);
  let top = f32x4.splat(-2.76076847742355e-16);
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(2.00018790482477e-13));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(-8.60467152213735e-11));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(5.12229709037114e-8));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(1.48572235717979e-5));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(6.37261928875436e-4));
  top = f32x4.add(f32x4.mul(top, square), f32x4.splat(4.89352455891786e-3));
  let bottom = f32x4.splat(1.19825839466702e-6);
  bottom = f32x4.add(f32x4.mul(bottom, square), f32x4.splat(1.18534705686654e-4));
  bottom = f32x4.add(f32x4.mul(bottom, square), f32x4.splat(2.26843463243900e-3));
  bottom = f32x4.add(f32x4.mul(bottom, square), f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(x, top), bottom);
}

/** 1 / (1 + exp(-x)) = tanh(x / 2) / 2 + 1 / 2. */
// @ts-ignore: a decorator on a function
@inline
function sigmoidOf(value: v128): v128 {
  const half = f32x4.splat(0.5);
  return f32x4.add(f32x4.mul(tanhOf(f32x4.mul(value, half)), half), half);
}

export function lstmForward(
  gates: usize,
  cellsBefore: usize,
  cells: usize,
  squashed: usize,
  hidden: usize,
  rows: u32,
  units: usize,
): void {
  gates <<= 2;
  cellsBefore <<= 2;
  cells <<= 2;
  squashed <<= 2;
  hidden <<= 2;
  const bytes = units << 2;
  for (let row: u32 = 0; row < rows; row++) {
    for (let unit: usize = 0; unit < bytes; unit += 16) {
      const input = sigmoidOf(v128.load(gates));
      const forget = sigmoidOf(v128.load(gates + bytes));
      const candidate = tanhOf(v128.load(gates + 2 * bytes));
      const output = sigmoidOf(v128.load(gates + 3 * bytes));
      v128.store(gates, input);
      v128.store(gates + bytes, forget);
      v128.store(gates + 2 * bytes, candidate);
      v128.store(gates + 3 * bytes, output);
      const cell = f32x4.add(f32x4.mul(forget, v128.load(cellsBefore)), f32x4.mul(input, candidate));
      const squash = tanhOf(cell);
      v128.store(cells, cell);
      v128.store(squashed, squash);
      v128.store(hidden, f32x4.mul(output, squash));
      gates += 16;
      cellsBefore += 16;
      cells += 16;
      squashed += 16;
      hidden += 16;
    }
    gates += 3 * bytes;
  }
}

export function lstmBackward(
  gates: usize,
  cellsBefore: usize,
  squashed: usize,
  hiddenGradient: usize,
  cellGradient: usize,
  gateGradient: usize,
  rows: u32,
  units: usize,
): void {
  gates <<= 2;
  cellsBefore <<= 2;
  squashed <<= 2;
  hiddenGradient <<= 2;
  cellGradient <<= 2;
  gateGradient <<= 2;
  const bytes = units << 2;
  const one = f32x4.splat(1);
  for (let row: u32 = 0; row < rows; row++) {
    for (let unit: usize = 0; unit < bytes; unit += 16) {
      const input = v128.load(gates);
      const forget = v128.load(gates + bytes);
      const candidate = v128.load(gates + 2 * bytes);
      const output = v128.load(gates + 3 * bytes);
      const squash = v128.load(squashed);
      const dHidden = v128.load(hiddenGradient);
      const dOutput = f32x4.mul(dHidden, squash);
      const dSquash = f32x4.mul(f32x4.mul(dHidden, output), f32x4.sub(one, f32x4.mul(squash, squash)));
      const dCell = f32x4.add(v128.load(cellGradient), dSquash);
      v128.store(
        gateGradient,
        f32x4.mul(f32x4.mul(dCell, candidate), f32x4.mul(input, f32x4.sub(one, input))),
      );
      v128.store(
        gateGradient + bytes,
        f32x4.mul(f32x4.mul(dCell, v128.load(cellsBefore)), f32x4.mul(forget, f32x4.sub(one, forget))),
      );
      v128.store(
        gateGradient + 2 * bytes,
        f32x4.mul(f32x4.mul(dCell, input), f32x4.sub(one, f32x4.mul(candidate, candidate))),
      );
      v128.store(
        gateGradient + 3 * bytes,
        f32x4.mul(dOutput, f32x4.mul(output, f32x4.sub(one, output))),
      );
      v128.store(cellGradient, f32x4.mul(dCell, forget));
      gates += 16;
      cellsBefore += 16;
      squashed += 16;
      hiddenGradient += 16;
      cellGradient += 16;
      gateGradient += 16;
    }
    gates += 3 * bytes;
    gateGradient += 3 * bytes;
  }
}

export function tanhForward(values: usize, count: u32): void {
  values <<= 2;
  const end = values + (<usize>count << 2);
  for (; values < end; values += 16) v128.store(values, tanhOf(v128.load(values)));
}

export function tanhBackward(values: usize, gradient: usize, count: u32): void {
  values <<= 2;
  gradient <<= 2;
  const one = f32x4.splat(1);
  const end = values + (<usize>count << 2);
  for (; values < end; values += 16, gradient += 16) {
    const value = v128.load(values);
    v128.store(gradient, f32x4.mul(v128.load(gradient), f32x4.sub(one, f32x4.mul(value, value))));
  }
}

export function sumRows(source: usize, rows: u32, columns: u32, sums: usize): void {
  source <<= 2;
  sums <<= 2;
  const rowBytes: usize = columns << 2;
  for (let column: usize = 0; column < rowBytes; column += 16) {
    let sum = f32x4.splat(0);
    let from = source + column;
    for (let row: u32 = 0; row < rows; row++, from += rowBytes) sum = f32x4.add(sum, v128.load(from));
    v128.store(sums + column, sum);
  }
}

export function adam(
  weights: usize,
  gradients: usize,
  means: usize,
  squares: usize,
  count: u32,
  scale: f32,
  rate: f32,
  epsilon: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
): void {
  weights <<= 2;
  gradients <<= 2;
  means <<= 2;
  squares <<= 2;
  const end = weights + (<usize>count << 2);
  for (; weights < end; weights += 16, gradients += 16, means += 16, squares += 16) {
    const gradient = f32x4.mul(v128.load(gradients), f32x4.splat(scale));
    const mean = f32x4.add(
      f32x4.mul(f32x4.splat(beta1), v128.load(means)),
      f32x4.mul(f32x4.splat(rest1), gradient),
    );
    const square = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(squares)),
      f32x4.mul(f32x4.splat(rest2), f32x4.mul(gradient, gradient)),
    );
    v128.store(means, mean);
    v128.store(squares, square);
    const step = f32x4.div(
      f32x4.mul(f32x4.splat(rate), mean),
      f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon)),
    );
    v128.store(weights, f32x4.sub(v128.load(weights), step));
  }
}
