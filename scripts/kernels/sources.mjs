/** The kernels in AssemblyScript; each becomes <name>.generated.ts beside its source. */
export const kernelSources = [
  'src-worker/core/chunks/pack-kernel.as',
  'src-worker/core/chunks/reading-kernel.as',
  'src-worker/core/csv/rows/row-kernel.as',
  'src-worker/core/detectors/isolation-forest/grow-kernel.as',
  'src-worker/core/detectors/isolation-forest/score-kernel.as',
  'src-worker/core/detectors/isolation-forest/shapley-kernel.as',
  'src-worker/core/detectors/isolation-forest/tables-kernel.as',
  'src-worker/core/detectors/neural/train-kernel.as',
  'src-worker/core/samples/mode-kernel.as',
  'src-worker/core/sensor-health/column-kernel.as',
  'src-worker/core/stats/middle-kernel.as',
];
