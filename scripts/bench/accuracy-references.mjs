// The scorers must reproduce the reference figures before any figure of ours is believed.
import { readReference, rowsOf } from './accuracy-data.mjs';

const TRAIN_ROWS = 400;

/** Throws naming the figure that differs by more than `tolerance`. */
function expectClose(what, actual, expected, tolerance) {
  if (!(Math.abs(actual - expected) <= tolerance))
    throw new Error(`The scorer gives ${actual} for ${what}; the reference says ${expected}.`);
}

/** TP, FP, TN and FN of three fixed detectors in every SKAB file and in total. Gives the count of figures compared. */
export function checkSkab(root, files, core) {
  const reference = readReference(root, 'skab_expected.json');
  let compared = 0;
  const compare = (what, outcomes, expected) => {
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = outcomes;
    const actual = { TP: truePositives, FP: falsePositives, TN: trueNegatives, FN: falseNegatives };
    for (const [name, value] of Object.entries(actual)) {
      expectClose(`${what} ${name}`, value, expected[name], 0);
      compared++;
    }
  };
  for (const rule of ['zmax_k3', 'zmax_k5', 'flow_low_3s', 'all_ones']) {
    let total = core.noOutcomes;
    for (const { name, samples, labels } of files) {
      const outcomes = core.countOutcomes(fixedFlags(rule, samples, core), labels.subarray(TRAIN_ROWS));
      if (rule !== 'all_ones') compare(`${name} ${rule}`, outcomes, reference.files[name][rule]);
      total = core.addOutcomes(total, outcomes);
    }
    const expected = reference.totals[rule];
    compare(rule, total, expected);
    expectClose(`${rule} F1`, core.ratesOf(total).f1, expected.F1, 1e-12);
    expectClose(`${rule} FAR`, 100 * core.ratesOf(total).falseAlarmRate, expected.FAR, 1e-9);
  }
  return compared;
}

function fixedFlags(rule, samples, core) {
  const { centres, units } = core.momentScale(rowsOf(samples, 0, TRAIN_ROWS));
  return Uint8Array.from({ length: samples.rowCount - TRAIN_ROWS }, (_, at) => {
    const first = (at + TRAIN_ROWS) * 8;
    const z = Array.from(
      samples.data.subarray(first, first + 8),
      (value, column) => (value - centres[column]) / units[column],
    );
    if (rule === 'all_ones') return 1;
    if (rule === 'flow_low_3s') return z[7] < -3;
    return Math.max(...z.map(Math.abs)) > Number(rule.at(-1));
  });
}

/** AP, AUROC, windows and episodes of the rule "the lower, the more abnormal". */
export function checkNab(root, { samples, labels }, core) {
  const { info, res } = readReference(root, 'nab_expected.json');
  const expected = res.low_side_global;
  const scored = labels.subarray(info.probation);
  const scores = Float64Array.from(samples.data.subarray(info.probation), (value) => -value);
  expectClose(
    'NAB rows in windows',
    labels.reduce((sum, label) => sum + label, 0),
    info.window_points,
    0,
  );
  expectClose('NAB AP', core.averagePrecision(scores, scored), expected.AP, 1e-4);
  expectClose('NAB AUROC', core.areaUnderRoc(scores, scored), expected.AUROC, 1e-4);
  const flags = topFlags(scores, 0.05, core);
  const hit = core.countWindowsHit(flags, core.windowsOf(scored));
  expectClose('NAB windows hit', hit, Number(expected.windows_detected[0]), 0);
  expectClose('NAB false-alarm episodes', core.countFalseEpisodes(flags, scored), expected.fp_episodes, 0);
}

/** 1 for the highest share of the scores; more where scores are equal at its edge. */
export function topFlags(scores, share, core) {
  const limit = core.quantileOf(scores, 1 - share);
  return Uint8Array.from(scores, (score) => score >= limit);
}

/** T2 of 31 components and the Q of the others, fault by fault. */
export async function checkTep(root, { training, normal, faults }, core) {
  const reference = readReference(root, 'tep_expected.json');
  const components = await core.fitComponents(training, core.noCheckpoint);
  const measure = (samples) => core.measureSamples(components, samples, reference.pcs);
  for (const [name, key] of [
    ['T2', 't2'],
    ['Q', 'q'],
  ]) {
    const { limit, FDR } = reference[name];
    const own = core.quantileOf(measure(normal)[key], 0.99);
    expectClose(`TEP limit of ${name}`, own / limit, 1, 5e-3);
    for (const { fault, samples } of faults) {
      const detected = detectedShare(measure(samples)[key], own);
      expectClose(`TEP ${name} fault ${fault}`, detected, FDR[fault], 2e-3);
    }
  }
}

export const FAULT_ROW = 160;

export function detectedShare(scores, limit) {
  const after = scores.subarray(FAULT_ROW);
  return after.filter((score) => score > limit).length / after.length;
}
