import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { calibrate, toCommonScale } from '@core/anomalies/calibration.ts';
import { type Analysis, analyseSamples } from '@core/analyse-samples.ts';
import type { ThresholdRule } from '@core/anomalies/threshold.ts';
import type { DateOrder, DecimalSign, ImportOverrides } from '@core/csv/import-plan.ts';
import type { Detector } from '@core/detectors/detector.ts';
import { detectors } from '@core/detectors/registry.ts';
import type { ScoreAll } from '@core/scoring/score-in-chunks.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import { version } from '../../package.json';
import type { Console } from './console.ts';
import {
  type AnomalyCounts,
  anomalyCountOf,
  countAnomalies,
  countsText,
  kindsOf,
  newCounts,
} from './count-anomalies.ts';
import { detectorOf, settingsOf } from './detectors-command.ts';
import { UsageError } from './exit-codes.ts';
import { openFileSource } from './file-source.ts';
import { leaveOutUnknownTags } from './learnable-tags.ts';
import { detectorSetting, nameList, numberAbove, timeZone, wholeNumber } from './option-values.ts';
import { createOutputFiles } from './output-files.ts';
import { createProgress, type StepTiming } from './progress.ts';
import { type FileSamples, readSamples } from './read-samples.ts';
import { createAnomalyTable } from './write-anomalies.ts';
import { writeScores } from './write-scores.ts';

interface AnalyseOptions {
  readonly out: string;
  readonly plant?: string;
  readonly detector: string;
  readonly set: Readonly<Record<string, string>>;
  readonly contamination?: number;
  readonly seed: number;
  readonly trainRows?: number;
  readonly exclude: readonly string[];
  readonly dateOrder?: DateOrder;
  readonly decimal?: DecimalSign;
  readonly zone?: string;
}

const DEFAULT_DETECTOR = detectors[0]?.id ?? '';

const AFTER_HELP = `
Writes into the folder, replacing what is there:
  scores.csv     time,score,threshold,anomalous: one line per sample, in the order of the file
  anomalies.csv  intervals with peak and the tags that contribute most, actual and usual value
  run.json       file, hashes, rows, options, seed, threshold, counts, notices, timings, version

A sample with more than half of its readings missing is not scored. The threshold is taken from the
training rows. The isolation forest takes the contamination 0.05 unless told otherwise: with 1,000
training rows, 50 are above it. The other detectors take median + 4.5 x (90 % quantile - median)
of the training scores, unless --contamination is given. run.json tells, as "commonScale", the median and
that width, which make the scores of all detectors comparable: (score - median) / width.

Examples:
  boilerhouse analyse week.csv --out result
  boilerhouse analyse pump.csv --out result --train-rows 400 --exclude anomaly,changepoint
  boilerhouse analyse pump.csv --out result --train-rows 400 --detector automatic
  boilerhouse analyse week.csv --out result --set trees=200 --set subsample=512
  boilerhouse analyse april.csv --out result --plant "ZAWAR MINES" --date-order dmy --zone +05:30`;

/** A contamination that is asked for goes before the detector's own limit. */
const thresholdRuleOf = (detector: Detector, contamination: number | undefined): ThresholdRule =>
  contamination === undefined ? detector.usualThreshold : { kind: 'contamination', share: contamination };

function overridesOf({ dateOrder, decimal, zone }: AnalyseOptions): ImportOverrides {
  return {
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(zone === undefined ? {} : { zone }),
  };
}

function trainRowsOf(wanted: number | undefined, read: FileSamples, fileName: string): number {
  const { rowCount, columnCount } = read.samples;
  if (rowCount === 0 || columnCount === 0) {
    throw new AppFailure({
      kind: 'bad-file',
      file: fileName,
      line: null,
      column: null,
      seen: null,
      expected: 'rows with at least one column of numbers',
      message: 'Nothing is left to analyse: the file has no column of numbers that is not excluded.',
    });
  }
  if (wanted !== undefined && wanted > rowCount) {
    throw new UsageError(`--train-rows asks for ${wanted} rows; the file has ${rowCount}.`);
  }
  return wanted ?? rowCount;
}

/** SHA-256 of times (float64) and samples (float32, row-major), little-endian: the same data give the same hash everywhere. */
function hashOfSamples({ timesMs, samples }: FileSamples): string {
  const bytesOf = (array: Float64Array | Float32Array): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return createHash('sha256').update(bytesOf(timesMs)).update(bytesOf(samples.data)).digest('hex');
}

const loadTagOf = ({ operation: { loadColumn, tags } }: Analysis): string | null =>
  loadColumn === null ? null : (tags[loadColumn]?.name ?? null);

interface RunFacts {
  readonly fileName: string;
  readonly fileBytes: number;
  readonly read: FileSamples;
  readonly trainRows: number;
  readonly detector: Detector;
  readonly settings: DetectorOptions;
  readonly options: AnalyseOptions;
  readonly rule: ThresholdRule;
  readonly analysis: Analysis;
  readonly counts: AnomalyCounts;
  readonly timings: readonly StepTiming[];
}

/** What makes the scores comparable with those of other detectors, and the threshold on that scale. */
function describeScale({ scores, threshold }: Analysis, trainRows: number): unknown {
  const calibration = calibrate(scores.subarray(0, trainRows));
  return calibration && { ...calibration, threshold: toCommonScale(calibration, threshold) };
}

function describeRun(facts: RunFacts): string {
  const { read, analysis, options, detector, counts } = facts;
  const run = {
    program: { name: 'Boilerhouse', version },
    plant: options.plant ?? null,
    file: {
      name: facts.fileName,
      bytes: facts.fileBytes,
      sha256: read.fileSha256,
      rejectedRows: read.rejectedCount,
    },
    dataSha256: hashOfSamples(read),
    rows: read.samples.rowCount,
    tags: read.tags,
    excluded: options.exclude,
    detector: { id: detector.id, options: facts.settings },
    choice: analysis.fitted.reason ?? null,
    seed: options.seed,
    contamination: facts.rule.kind === 'contamination' ? facts.rule.share : null,
    thresholdRule: facts.rule.kind,
    trainRows: facts.trainRows,
    threshold: analysis.threshold,
    commonScale: describeScale(analysis, facts.trainRows),
    scoredCount: analysis.scoredCount,
    anomalousCount: analysis.anomalousCount,
    anomalyCount: anomalyCountOf(counts),
    kinds: kindsOf(counts),
    loadTag: loadTagOf(analysis),
    notices: read.notices,
    timings: facts.timings,
  };
  return `${JSON.stringify(run, null, 2)}\n`;
}

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

/** "1000 samples of 6 tags, 998 scored, 50 anomalous in 7 anomalies (6 process, 1 sensor); told besides: 2 sensor, 1 gap". */
const outcomeText = (
  { samples, tags }: FileSamples,
  { scoredCount, anomalousCount }: Analysis,
  counts: AnomalyCounts,
): string =>
  `${counted(samples.rowCount, 'sample')} of ${counted(tags.length, 'tag')}, ${scoredCount} scored, ` +
  `${anomalousCount} anomalous in ${countsText(counts)}`;

async function analyse(
  path: string,
  options: AnalyseOptions,
  target: Console,
  signal: AbortSignal,
  scoreAll: ScoreAll | undefined,
): Promise<void> {
  const progress = createProgress(target, signal);
  const files = createOutputFiles();
  try {
    const detector = detectorOf(options.detector);
    const settings = settingsOf(detector, options.set);
    const rule = thresholdRuleOf(detector, options.contamination);
    const source = await openFileSource(path);
    const { checkpoint } = progress;
    const all = await readSamples(source, overridesOf(options), options.exclude, Date.now(), checkpoint);
    const trainRows = trainRowsOf(options.trainRows, all, source.name);
    const read = leaveOutUnknownTags(all, trainRows);
    const counts = newCounts();
    const table = createAnomalyTable(
      () => files.create(join(options.out, 'anomalies.csv')),
      read.tags,
      options.plant ?? null,
    );
    const analysis = await analyseSamples(
      {
        timesMs: read.timesMs,
        samples: read.samples,
        columnNames: read.tags.map((tag) => tag.name),
        tags: read.tags.map(({ name, unit }) => ({ name, unit, description: null })),
        trainFrom: 0,
        trainTo: trainRows,
        detector,
        options: settings,
        seed: options.seed,
        threshold: rule,
      },
      checkpoint,
      {
        scoreAll,
        onAnomalies: (anomalies) => {
          countAnomalies(counts, anomalies);
          return table.add(anomalies);
        },
      },
    );
    await checkpoint(0, 'Writing results');
    const { scores, flags, threshold } = analysis;
    await writeScores(
      await files.create(join(options.out, 'scores.csv')),
      read.timesMs,
      scores,
      flags,
      threshold,
    );
    await table.add([]);
    const timings = progress.finish();
    const facts = {
      fileName: source.name,
      fileBytes: source.sizeBytes,
      read,
      trainRows,
      detector,
      settings,
      options,
      rule,
    };
    const run = await files.create(join(options.out, 'run.json'));
    await run.write(describeRun({ ...facts, analysis, counts, timings }));
    await files.commit();
    for (const notice of read.notices) target.tell(`note: ${notice}\n`);
    if (analysis.fitted.reason !== undefined)
      target.tell(`note: chosen: ${analysis.fitted.reason.replaceAll('; tried: ', '\nnote: tried: ')}\n`);
    await target.write(`${outcomeText(read, analysis, counts)}, threshold ${threshold.toFixed(6)}\n`);
  } finally {
    progress.finish();
    await files.discard();
  }
}

/** `analyse`: a file in, scores and anomalies out, through the same core as the window. */
export function addAnalyseCommand(
  program: Command,
  target: Console,
  signal: AbortSignal,
  scoreAll?: ScoreAll,
): void {
  program
    .command('analyse <file>')
    .alias('analyze')
    .description('Find the anomalies in a CSV file of readings.')
    .requiredOption('--out <dir>', 'folder for the results, made where it is missing')
    .option('--plant <name>', 'plant that the readings come from, for the record')
    .option('--detector <id>', `one of: ${detectors.map(({ id }) => id).join(', ')}`, DEFAULT_DETECTOR)
    .addOption(
      new Option(
        '--set <name=value>',
        'an option of the detector, may be repeated; "detectors <id>" lists them',
      )
        .argParser(detectorSetting)
        .default({}, 'the usual values'),
    )
    .option(
      '--contamination <share>',
      'expected share of abnormal samples (default: the limit of the detector)',
      numberAbove(0, 0.5),
    )
    .option('--seed <number>', 'seed of all chance', wholeNumber(0), 42)
    .option('--train-rows <count>', 'learn from the first rows only (default: all)', wholeNumber(1))
    .addOption(
      new Option('--exclude <columns>', 'columns to leave out, separated by commas')
        .argParser(nameList)
        .default([], 'none'),
    )
    .addOption(
      new Option('--date-order <order>', 'order of dates such as 04-05-2024').choices(['ymd', 'dmy', 'mdy']),
    )
    .addOption(new Option('--decimal <sign>', 'decimal sign').choices(['.', ',']))
    .option('--zone <zone>', 'time zone of times without one, such as Asia/Kolkata or +05:30', timeZone)
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action((path: string, options: AnalyseOptions) => analyse(path, options, target, signal, scoreAll));
}
