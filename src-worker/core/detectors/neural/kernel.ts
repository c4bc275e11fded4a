/**
 * The inner loops of a network over one memory of numbers. Addresses and distances count numbers of that memory, every
 * address and every count of columns, units or numbers is a multiple of 4. Plain and WebAssembly kernels give the same bits.
 */
export interface NeuralKernel {
  readonly name: 'plain' | 'simd';
  readonly memory: Float32Array | Float64Array;
  /**
   * c[row][column] = sum over p of a[row * aRow + p * aStep] * b[p * bRow + column], added to what c holds where `keep`
   * is 1. Rows of c are `cRow` apart. `aStep` of 1 is a matrix, `aRow` of 1 its transpose.
   */
  multiply(
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bRow: number,
    c: number,
    cRow: number,
    rows: number,
    inner: number,
    columns: number,
    keep: 0 | 1,
  ): void;
  /**
   * One step of LSTM cells for `rows` windows. `gates` [rows][4 * units] hold input, forget, candidate and output before
   * their functions and after; writes the cells, their tanh and the hidden values, each [rows][units].
   */
  lstmForward(
    gates: number,
    cellsBefore: number,
    cells: number,
    squashed: number,
    hidden: number,
    rows: number,
    units: number,
  ): void;
  /** Gradient of that step: from hidden values and cells to the gates, and to the cells before in `cellGradient`. */
  lstmBackward(
    gates: number,
    cellsBefore: number,
    squashed: number,
    hiddenGradient: number,
    cellGradient: number,
    gateGradient: number,
    rows: number,
    units: number,
  ): void;
  /** tanh of each value, in place. */
  tanhForward(values: number, count: number): void;
  /** Gradient before tanh, in place, from the values after it. */
  tanhBackward(values: number, gradient: number, count: number): void;
  /** Sum over the rows of `source` [rows][columns], into `sums` [columns]. */
  sumRows(source: number, rows: number, columns: number, sums: number): void;
  /**
   * A step of Adam on gradients times `scale`; `rate` and `epsilon` hold the corrections of the first steps.
   * Source: Kingma and Ba 2015, the end of section 2.
   */
  adam(
    weights: number,
    gradients: number,
    means: number,
    squares: number,
    count: number,
    scale: number,
    rate: number,
    epsilon: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
  ): void;
}

/** Makes a kernel with at least `size` numbers of memory, all zero. */
export type MakeKernel = (size: number) => NeuralKernel;
