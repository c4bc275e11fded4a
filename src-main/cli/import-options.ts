import { type Command, InvalidArgumentError, Option } from 'commander';
import type {
  DateOrder,
  DecimalSign,
  Delimiter,
  DuplicatePolicy,
  Encoding,
  ImportOverrides,
  ImportPlan,
  Question,
} from '@core/csv/import-plan.ts';
import { UsageError } from './exit-codes.ts';
import { isoTime, numberAbove, timeZone } from './option-values.ts';

/** How a file is to be read, where the user knows better than the detection. */
export interface ReadingOptions {
  readonly zone?: string;
  readonly dateOrder?: DateOrder;
  readonly decimal?: DecimalSign;
  readonly delimiter?: Delimiter;
  readonly encoding?: Encoding;
  readonly layout?: ImportPlan['layout'];
  readonly skippedTimes?: 'shift' | 'reject';
  readonly repeatedTimes?: 'first' | 'second';
  readonly mergedCells?: 'fill' | 'reject';
  readonly duplicates?: DuplicatePolicy;
  /** Name, or number from 1. */
  readonly timeColumn?: string;
  /** UTC epoch ms of the first row of a file without times. */
  readonly start?: number;
  /** Seconds between the rows of a file without times. */
  readonly step?: number;
}

const DELIMITERS: Readonly<Record<string, Delimiter>> = {
  ',': ',',
  comma: ',',
  ';': ';',
  semicolon: ';',
  '\t': '\t',
  '\\t': '\t',
  tab: '\t',
  '|': '|',
  pipe: '|',
  ' ': ' ',
  space: ' ',
};

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16le': 'utf-16le',
  utf16le: 'utf-16le',
  'utf-16be': 'utf-16be',
  utf16be: 'utf-16be',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'windows-1250': 'windows-1250',
  cp1250: 'windows-1250',
  'windows-1251': 'windows-1251',
  cp1251: 'windows-1251',
  cp437: 'cp437',
  cp850: 'cp850',
  cp866: 'cp866',
};

/** Reads one of the names of a table. */
const oneOf =
  <Value>(table: Readonly<Record<string, Value>>, shown: string) =>
  (text: string): Value => {
    const value = Object.hasOwn(table, text.toLowerCase()) ? table[text.toLowerCase()] : undefined;
    if (value === undefined) throw new InvalidArgumentError(`It must be one of: ${shown}.`);
    return value;
  };

/** Adds the options that correct the detection or answer its questions. */
export function addReadingOptions(command: Command): Command {
  return command
    .option('--zone <zone>', 'time zone of times without one, such as Asia/Kolkata or +05:30', timeZone)
    .addOption(
      new Option('--date-order <order>', 'order of dates such as 04-05-2024').choices(['dmy', 'mdy', 'ymd']),
    )
    .addOption(new Option('--decimal <sign>', 'decimal sign').choices(['.', ',']))
    .option(
      '--delimiter <sign>',
      'what separates cells: , ; | tab space',
      oneOf(DELIMITERS, ', ; | tab space'),
    )
    .option(
      '--encoding <name>',
      'utf-8, utf-16le, utf-16be, windows-1252, windows-1250, windows-1251, cp437, cp850 or cp866',
      oneOf(ENCODINGS, 'utf-8, utf-16le, utf-16be, windows-125x, cp437, cp850, cp866'),
    )
    .addOption(
      new Option('--layout <layout>', 'how tags, times and values stand').choices([
        'wide',
        'long',
        'pairs',
        'tag-rows',
        'transposed',
      ]),
    )
    .addOption(
      new Option('--skipped-times <rule>', 'local times that the clocks skipped').choices([
        'shift',
        'reject',
      ]),
    )
    .addOption(
      new Option('--repeated-times <pass>', 'local times that the clocks passed twice').choices([
        'first',
        'second',
      ]),
    )
    .addOption(
      new Option(
        '--merged-cells <rule>',
        'rows whose time or tag is blank: as in the row above, or rejected (default: reject)',
      ).choices(['fill', 'reject']),
    )
    .addOption(
      new Option('--duplicates <rule>', 'readings of one tag at one time (default: keep-last)').choices([
        'keep-last',
        'keep-first',
        'keep-good',
        'reject',
      ]),
    )
    .option('--time-column <name>', 'the column whose times count, by its name or number from 1')
    .option('--start <time>', 'for a file without times: time of its first row, ISO 8601', isoTime)
    .option('--step <seconds>', 'for a file without times: time between its rows', numberAbove(0, 86_400));
}

/** The part of a plan that the options fix. Throws UsageError for a start without a step or the other way round. */
export function overridesOf(options: ReadingOptions): ImportOverrides {
  const { zone, dateOrder, decimal, delimiter, encoding, layout, skippedTimes, repeatedTimes } = options;
  const { mergedCells, duplicates, start, step } = options;
  if ((start === undefined) !== (step === undefined))
    throw new UsageError('--start and --step belong together: a file without times needs both.');
  return {
    ...(zone === undefined ? {} : { zone }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(layout === undefined ? {} : { layout }),
    ...(skippedTimes === undefined ? {} : { skippedTimes }),
    ...(repeatedTimes === undefined ? {} : { repeatedTimes }),
    ...(mergedCells === undefined ? {} : { mergedCells }),
    ...(duplicates === undefined ? {} : { duplicates }),
    ...(start === undefined || step === undefined
      ? {}
      : { sampling: { startMs: start, stepMs: Math.round(step * 1000) } }),
  };
}

const ANSWERS: Readonly<Record<Question['about'], string>> = {
  encoding: '--encoding',
  'date-order': '--date-order dmy, mdy or ymd',
  decimal: '--decimal . or --decimal ,',
  zone: '--zone, --skipped-times or --repeated-times',
  layout: '--layout',
  'time-column': '--time-column, or --start and --step',
};

/** A question as it is printed. */
export interface AskedQuestion {
  readonly about: Question['about'];
  readonly message: string;
  readonly choices: readonly string[];
  /** The options that answer it. */
  readonly answer: string;
}

/** Some questions about the times are answered by an option of their own. */
const answerOf = (about: Question['about'], choices: Question['choices']): string =>
  choices.some(({ overrides }) => overrides.mergedCells !== undefined)
    ? '--merged-cells fill or reject'
    : choices.some(({ overrides }) => overrides.duplicates !== undefined)
      ? '--time-column, or --duplicates'
      : ANSWERS[about];

export const describeQuestions = (questions: readonly Question[]): readonly AskedQuestion[] =>
  questions.map(({ about, message, choices }) => ({
    about,
    message,
    choices: choices.map(({ label }) => label),
    answer: answerOf(about, choices),
  }));
