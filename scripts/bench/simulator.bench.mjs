// How well faults of the simulated unit are found and told apart. `BOILERHOUSE_SEEDS=3` makes it quick.
import { cpus } from 'node:os';
import { loadSources } from './load-sources.mjs';

export const title = 'Faults of the simulated unit: found, how late, and taken for what';

const STEP_MS = 600_000;
const DAY_MS = 86_400_000;
const DAYS = 28;
const TRAINED_DAYS = 14;
const ROWS = (DAYS * DAY_MS) / STEP_MS;
const TRAINED_ROWS = (TRAINED_DAYS * DAY_MS) / STEP_MS;
const MAGNITUDES = [0.5, 1, 2];
const SEEDS = Number(process.env.BOILERHOUSE_SEEDS ?? 20);
const DETECTORS = [{ id: 'automatic', threshold: null }];
/** An alarm so soon after a fault is its tail. */
const TAIL_MS = 6 * 3_600_000;
const LOOK_BACK_MS = 2 * STEP_MS;

/** Usual length of each fault in days; a spike lasts one to three samples. */
const LENGTHS = {
  'bearing-wear': 4,
  imbalance: 0.5,
  'tube-leak': 4,
  fouling: 10,
  'condenser-fouling': 10,
  'spray-valve-oscillation': 4 / 24,
  'load-rejection': 1.5 / 24,
  drift: 10,
  stuck: 6 / 24,
  spike: 0,
  'noise-burst': 4 / 24,
  dropout: 3 / 24,
};
const SENSOR_KINDS = new Set(['drift', 'stuck', 'spike', 'noise-burst', 'dropout']);

export async function run({ root, report }) {
  const core = await loadSources(root, 'simulator', [
    'src-worker/core/generate/generate-plant.ts',
    'src-worker/core/generate/collect-plant.ts',
    'src-worker/core/checkpoint.ts',
    'src-worker/core/analyse-samples.ts',
    'src-worker/core/detectors/registry.ts',
  ]);
  const sections = [];
  for (const { id: detectorId, threshold } of DETECTORS) {
    const startedMs = performance.now();
    const lines = [];
    for (const kind of [null, ...Object.keys(LENGTHS)]) {
      for (const magnitude of kind === null ? [1] : MAGNITUDES) {
        const cases = [];
        for (let seed = 0; seed < SEEDS; seed++)
          cases.push(await tryOne(core, { detectorId, threshold }, kind, magnitude, seed));
        lines.push(summarise(kind, magnitude, cases));
      }
    }
    const seconds = (performance.now() - startedMs) / 1000;
    report({ what: `${lines.length} settings x ${SEEDS} seeds, ${detectorId}`, seconds });
    sections.push(
      [
        `### Detector \`${detectorId}\`, threshold: ${threshold === null ? 'its own limit' : `${threshold.share * 100} % of training`}\n`,
        HEAD,
        ...lines,
      ].join('\n'),
    );
  }
  return [METHOD(), ...sections].join('\n\n');
}

const METHOD =
  () => `Each case: ${DAYS} days of the full set of 16 tags every ${STEP_MS / 60_000} minutes, the first ${TRAINED_DAYS} days healthy and learnt from, one fault from day 16 on (time of day by seed), ${SEEDS} seeds. Sensor faults walk through the 16 tags by seed.

- found: an anomaly of kind process or sensor touches the fault.
- delay: median time from the fault's first moment to the first anomalous sample, or to the sample at which a sensor fault could be told, of those found.
- called process, called sensor: share of all cases; a sensor fault counts as called sensor only with the right tag. A case can be both. The rest was missed.
- false alarms a day: anomalies of the 14 judged days away from the fault (six hours after it belong to it), all seeds.

Sensor drift of vibration, flue gas after the air heater, condenser pressure and feedwater flow upwards looks like wear, fouling or a leak, and drift of power or load downwards like lost vacuum: that is left to the process on purpose. ${cpus()[0]?.model.trim() ?? ''}.`;

const HEAD =
  '| fault | magnitude | found | delay | called process | called sensor | false process alarms a day | false sensor alarms a day |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';

async function tryOne(core, { detectorId, threshold }, kind, magnitude, seed) {
  const startMs = core.DEFAULT_START_MS;
  const faultMs = startMs + Math.round((16 * DAY_MS + ((seed * 0.37) % 1) * DAY_MS) / STEP_MS) * STEP_MS;
  const lengthMs =
    kind === 'spike'
      ? STEP_MS * (1 + (seed % 3))
      : Math.round(((LENGTHS[kind] ?? 0) * DAY_MS) / STEP_MS) * STEP_MS;
  const options = {
    capacityMw: 80,
    signals: 'full',
    rowCount: ROWS,
    stepMs: STEP_MS,
    startMs,
    seed: 1000 + seed,
  };
  const names = core
    .generatePlant({ ...options, faults: 'none' }, core.noCheckpoint)
    .signals.map((signal) => signal.tagName);
  const tagName = SENSOR_KINDS.has(kind) ? names[seed % names.length] : undefined;
  const fault = { kind, startMs: faultMs, endMs: faultMs + lengthMs, magnitude };
  const faults = kind === null ? [] : [tagName === undefined ? fault : { ...fault, tagName }];
  const plant = core.generatePlant({ ...options, faults }, core.noCheckpoint);
  const { timesMs, column } = await core.collectPlant(plant, ROWS);
  const data = new Float32Array(ROWS * names.length);
  names.forEach((name, place) =>
    column(name).forEach((value, row) => (data[row * names.length + place] = value)),
  );
  const detector = core.findDetector(detectorId);
  const { anomalies, operation, flags } = await core.analyseSamples(
    {
      timesMs,
      samples: { rowCount: ROWS, columnCount: names.length, data },
      columnNames: names,
      tags: plant.signals.map(({ tagName: name, description, unit }) => ({ name, description, unit })),
      trainFrom: 0,
      trainTo: TRAINED_ROWS,
      detector,
      options: detector.defaultOptions,
      seed: 42,
      threshold: threshold ?? detector.usualThreshold,
    },
    core.noCheckpoint,
  );
  const endMs = faultMs + lengthMs;
  const touches = (one) =>
    kind !== null && one.startMs < endMs + STEP_MS && one.endMs >= faultMs - LOOK_BACK_MS;
  const belongs = (one) =>
    kind !== null && one.startMs < endMs + TAIL_MS && one.endMs >= faultMs - LOOK_BACK_MS;
  const judged = anomalies.filter((one) => one.endMs >= timesMs[TRAINED_ROWS]);
  const process = judged.filter((one) => one.kind === 'process');
  const sensor = judged.filter((one) => one.kind === 'sensor');
  const isRightTag = (one) =>
    tagName === undefined ||
    one.contributions.some((part) => names[part.column] === tagName && part.share >= 0.3);
  const calledProcess = process.some(touches);
  const calledSensor = sensor.some((one) => touches(one) && isRightTag(one));
  const noticedMs = [...operation.findings, ...(tagName === undefined ? operation.processFindings : [])]
    .filter((finding) => tagName === undefined || names[finding.column] === tagName)
    .map((finding) => timesMs[finding.noticed]);
  const flaggedMs = [...timesMs.keys()].filter((row) => flags[row] === 1).map((row) => timesMs[row]);
  const first = Math.min(
    ...[...noticedMs, ...(calledProcess ? flaggedMs : [])].filter(
      (ms) => ms >= faultMs && ms <= endMs + STEP_MS,
    ),
  );
  return {
    isFound: calledProcess || calledSensor,
    calledProcess,
    calledSensor,
    delayMs: calledProcess || calledSensor ? first - faultMs : NaN,
    falseProcess: process.filter((one) => !belongs(one)).length,
    falseSensor: sensor.filter((one) => !belongs(one)).length,
  };
}

function summarise(kind, magnitude, cases) {
  const share = (name) => `${Math.round((100 * cases.filter((one) => one[name]).length) / cases.length)} %`;
  const perDay = (name) =>
    (cases.reduce((sum, one) => sum + one[name], 0) / cases.length / (DAYS - TRAINED_DAYS)).toFixed(2);
  const delays = cases
    .map((one) => one.delayMs)
    .filter(Number.isFinite)
    .sort((one, other) => one - other);
  const line =
    kind === null
      ? ['none', '', '', '', '', '']
      : [
          SENSOR_KINDS.has(kind) ? `sensor: ${kind}` : kind,
          magnitude,
          share('isFound'),
          delays.length === 0 ? '' : delayText(delays[delays.length >> 1]),
          share('calledProcess'),
          share('calledSensor'),
        ];
  const text = `| ${[...line, perDay('falseProcess'), perDay('falseSensor')].join(' | ')} |`;
  console.log(`  ${text}`);
  return text;
}

const delayText = (ms) =>
  ms < 3_600_000
    ? `${Math.round(ms / 60_000)} min`
    : ms < DAY_MS
      ? `${(ms / 3_600_000).toFixed(1)} h`
      : `${(ms / DAY_MS).toFixed(1)} d`;
