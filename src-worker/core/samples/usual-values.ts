import type { Matrix } from '../matrix.ts';
import { columnMedians } from '../stats/median.ts';

/** What is usual for each column: the median of the values that are not missing, as float32; NaN where there is none. */
export const usualValues = (samples: Matrix): Float32Array => columnMedians(samples);
