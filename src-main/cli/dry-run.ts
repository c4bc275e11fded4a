import type { Checkpoint } from '@core/checkpoint.ts';
import type { ByteSource, CsvSink, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import type {
  Evidence,
  ImportOverrides,
  ImportPlan,
  ImportPreview,
  Question,
} from '@core/csv/import-plan.ts';
import { previewWithProfile } from '@core/csv/import-profile.ts';
import { readCsv } from '@core/csv/read-csv.ts';
import { type QualityWord, qualityWord } from '@core/quality.ts';
import { type AskedQuestion, describeQuestions } from './import-options.ts';

const SHOWN_READINGS = 10_000;

export type ShownReading = readonly [tag: string, timeMs: number, value: number | null, quality: QualityWord];

/** What an import would do, without doing it. */
export interface DryRun {
  readonly layout: ImportPlan['layout'];
  /** Of the layout, 0..1. */
  readonly confidence: number;
  /** What was detected, why, and with which confidence. */
  readonly evidence: readonly Evidence[];
  readonly delimiter: string;
  readonly encoding: string;
  readonly questions: readonly AskedQuestion[];
  readonly notices: readonly string[];
  /** `count`: readings, missing ones among them. */
  readonly tags: readonly {
    readonly name: string;
    readonly unit: string | null;
    readonly count: number;
    readonly missing: number;
  }[];
  /** The first 10,000, in the order of the file. */
  readonly readings: readonly ShownReading[];
  /** The first 100. */
  readonly rejected: readonly {
    readonly line: number;
    readonly column: string | null;
    readonly reason: string;
  }[];
  readonly rejectedCount: number;
}

interface Collected extends CsvSink {
  readonly tags: { readonly tag: CsvTag; count: number; missing: number }[];
  readonly readings: ShownReading[];
}

function collectReadings(): Collected {
  const tags: Collected['tags'] = [];
  const readings: ShownReading[] = [];

  const show = ({ tagIndex, timesMs, values, qualities }: SeriesPortion, row: number): void => {
    const value = values[row] ?? NaN;
    readings.push([
      tags[tagIndex]?.tag.name ?? '',
      timesMs[row] ?? NaN,
      Number.isNaN(value) ? null : value,
      qualityWord(qualities[row] ?? 0),
    ]);
  };

  const count = (series: readonly SeriesPortion[]): void => {
    for (const { tagIndex, values } of series) {
      const tag = tags[tagIndex];
      if (tag === undefined) throw new Error(`tag ${tagIndex} was not announced`);
      tag.count += values.length;
      for (const value of values) if (Number.isNaN(value)) tag.missing++;
    }
  };

  return {
    tags,
    readings,
    addTag: (tag) => void tags.push({ tag, count: 0, missing: 0 }),
    addPortion(series) {
      count(series);
      for (const rows of rowsOf(series)) {
        for (const [portion, row] of rows) {
          if (readings.length >= SHOWN_READINGS) return;
          show(portion, row);
        }
      }
    },
  };
}

/** The readings of a portion row by row where its series share their times, else series by series. */
function* rowsOf(series: readonly SeriesPortion[]): Generator<(readonly [SeriesPortion, number])[]> {
  const times = series[0]?.timesMs;
  if (times !== undefined && series.every(({ timesMs }) => timesMs === times)) {
    for (const row of times.keys()) yield series.map((portion) => [portion, row] as const);
    return;
  }
  for (const portion of series) for (const row of portion.timesMs.keys()) yield [[portion, row]];
}

/** What the head of the file leaves open, and what the whole of it does: the latter sees every question about the zone. */
export const joinQuestions = (
  ofHead: readonly Question[],
  ofWhole: readonly Question[],
): readonly Question[] => {
  const isTold = ofWhole.some(({ about }) => about === 'zone');
  return [...ofHead.filter(({ about }) => about !== 'zone' || !isTold), ...ofWhole];
};

/** Local times whose zone nobody has named are read in the one of the settings: no silent guess. */
export const noticesOfZone = (
  { evidence, plan }: Pick<ImportPreview, 'evidence' | 'plan'>,
  { zone }: ImportOverrides,
): readonly string[] =>
  zone === undefined &&
  evidence.some(({ about, confidence }) => about === 'zone' && confidence <= 0.5) &&
  plan.sampling === null
    ? [
        `The times name no zone and are read as ${plan.zone}. Give the zone of the plant with --zone, such as --zone Asia/Kolkata.`,
      ]
    : [];

/**
 * Reads a whole file as an import would, keeping nothing. `onQuestions` hears what its head leaves open, before the
 * rest is read. Throws `bad-file` where the import would.
 */
export async function dryRunImport(
  source: ByteSource,
  choices: ImportOverrides,
  nowMs: number,
  checkpoint: Checkpoint,
  onQuestions: (questions: readonly Question[]) => void,
): Promise<DryRun> {
  const { preview } = await previewWithProfile(source, choices);
  onQuestions(preview.questions);
  const { plan } = preview;
  const collected = collectReadings();
  const isRowByRow = (): boolean => collected.readings.length < SHOWN_READINGS;
  const outcome = await readCsv(source, plan, collected, { checkpoint, nowMs, isRowByRow });
  return {
    layout: plan.layout,
    confidence: preview.evidence.find(({ about }) => about === 'layout')?.confidence ?? 1,
    evidence: preview.evidence,
    delimiter: plan.delimiter,
    encoding: plan.encoding,
    questions: describeQuestions(joinQuestions(preview.questions, outcome.questions)),
    notices: [...preview.notices, ...outcome.notices, ...noticesOfZone(preview, choices)],
    tags: collected.tags.map(({ tag, count, missing }) => ({
      name: tag.name,
      unit: tag.unit,
      count,
      missing,
    })),
    readings: collected.readings,
    rejected: outcome.rejects.map(({ line, column, reason }) => ({ line, column, reason })),
    rejectedCount: outcome.rejectedCount,
  };
}
