import type { CodePage } from './text/code-pages.ts';
import type { DuplicatePolicy } from '../series/merge-layers.ts';

/** How a file is read. Detected, shown with its evidence, and correctable in every part. Lines are 1-based, columns 0-based. */
export interface ImportPlan {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly decimal: DecimalSign;
  /** `wide`: one time, many tags in a row. `long`: tag, time, value. `pairs`: a time beside each value. `tag-rows`: time;tag;value;tag;value. `transposed`: the times are the header, one tag in a row. */
  readonly layout: 'wide' | 'long' | 'pairs' | 'tag-rows' | 'transposed';
  /** Null when the file has no header; columns are then called by their number. */
  readonly headerLine: number | null;
  readonly unitsLine: number | null;
  /** `transposed`, where the header holds times of day: the line of their dates, each at its column or to the left of it. */
  readonly dateLine?: number;
  readonly firstDataLine: number;
  readonly dateForm: DateForm;
  readonly dateOrder: DateOrder;
  /** IANA name such as Asia/Kolkata, or a fixed offset such as +05:30, or UTC. Times that carry their own offset ignore it. */
  readonly zone: string;
  /** True when the times carry AM or PM; a time of day without it is then rejected. */
  readonly twelveHour: boolean;
  /** A local time that the zone's clocks skipped: moved forward by the length of the gap, or its row rejected; `ask` rejects and asks. */
  readonly skippedTimes: 'ask' | 'shift' | 'reject';
  /** A local time that the zone's clocks passed twice: decided by the order of the rows (asked where that does not show it), or always the first or second pass. */
  readonly repeatedTimes: 'by-order' | 'first' | 'second';
  /** For a file without a time column: the time of its first row and the distance of rows. */
  readonly sampling: { readonly startMs: number; readonly stepMs: number } | null;
  /** False when a quotation mark is an ordinary character. */
  readonly quoting: boolean;
  /** The mark around texts; absent = `"`. */
  readonly quote?: QuoteMark;
  /** `lf` also stands for CR LF; `cr` is a carriage return alone. */
  readonly lineEnd: 'lf' | 'cr';
  /** A row whose time or tag is blank: it takes that of the row above, as below merged cells of a sheet, or is rejected; absent = `reject`. */
  readonly mergedCells?: 'fill' | 'reject';
  /** What becomes of readings of one tag at one time; absent = `keep-last`. */
  readonly duplicates?: DuplicatePolicy;
  readonly columns: readonly ColumnPlan[];
  /** Units that a list of tags above the readings gives, by tag. */
  readonly tagUnits?: ReadonlyMap<string, string>;
}

export type { DuplicatePolicy };
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | CodePage;
export type Delimiter = ',' | ';' | '\t' | '|' | ' ';
export type DecimalSign = '.' | ',';
export type QuoteMark = '"' | "'";
export type DateOrder = 'ymd' | 'dmy' | 'mdy' | 'ydm';
export type DateForm =
  | 'calendar'
  | 'epoch-s'
  | 'epoch-ms'
  | 'epoch-us'
  | 'epoch-ns'
  | 'excel-1900'
  | 'excel-1904'
  /** WinCC's Time_ms: the Excel day serial of 1900 times 1,000,000. */
  | 'excel-micro'
  /** Numbers of several forms in one file, each told by its size. */
  | 'by-magnitude';

export type ColumnRole =
  | 'time'
  /** Time of day, joined to the `time` column that holds the date. */
  | 'time-of-day'
  /** The date stands apart in three columns: `time` then holds the year. */
  | 'month'
  | 'day'
  /** Stand apart from the `time-of-day`, which then holds the hour; seconds may be a fraction behind a whole time of day. */
  | 'minute'
  | 'second'
  /** Milliseconds that are added to the `time` column. */
  | 'milliseconds'
  /** Says AM or PM of the time beside it. */
  | 'am-pm'
  /** Offset of the row's time from UTC, such as +05:30. */
  | 'utc-offset'
  /** A second time of the same row: it must agree with `time` within 2 s. */
  | 'time-check'
  | 'value'
  /** Long layout: the column that names the tag. */
  | 'tag'
  /** Long layout: stands in front of the tag's name, as the unit or the asset that it belongs to. */
  | 'tag-group'
  | 'quality'
  | 'unit'
  | 'skip';

export interface ColumnPlan {
  readonly index: number;
  /** As the header gives it. */
  readonly name: string;
  readonly role: ColumnRole;
  /** For values: the tag they become. */
  readonly tagName: string;
  readonly unit: string | null;
  /** For a quality column: how its cells are read. */
  readonly qualityScale: QualityScale | null;
  /** For a quality column: the index of the value column it belongs to; null = every value of the row. */
  readonly qualityOf: number | null;
  /** Left out since it names one part of the plant in all rows that were looked at; the reader asks where another follows. */
  readonly isConstant?: true;
}

/**
 * `words`: Good, Bad, Uncertain and the like. `opc`: 192 and above good, 64 and above uncertain. `validity`: 1 good, all else bad.
 * `confidence`: 0..100, used from 50. `percent`: 100 good, 0 bad. `aveva`: 0 good, 1 bad, 16 and above doubtful.
 * `opc-ua`: a status code of 32 bits, whose two highest say good, uncertain or bad.
 */
export type QualityScale = 'words' | 'opc' | 'validity' | 'confidence' | 'percent' | 'aveva' | 'opc-ua';

/** What the caller prefers where the file does not say. */
export interface ImportSettings {
  readonly dateOrder: DateOrder;
  readonly zone: string;
}

/** What the user has corrected; everything else is detected. */
export type ImportOverrides = Partial<ImportPlan>;

export interface Evidence {
  readonly about:
    | 'encoding'
    | 'delimiter'
    | 'decimal'
    | 'layout'
    | 'header'
    | 'units'
    | 'date-order'
    | 'date-form'
    | 'zone'
    | 'columns';
  /** What was chosen, in words. */
  readonly chosen: string;
  readonly because: string;
  /** 0..1 */
  readonly confidence: number;
}

/** The file leaves two readings open; the import waits for the answer. */
export interface Question {
  readonly about: 'encoding' | 'date-order' | 'decimal' | 'zone' | 'layout' | 'time-column';
  readonly message: string;
  /** The line that raised it, where it is about one. */
  readonly line?: number;
  readonly choices: readonly QuestionChoice[];
}

export interface QuestionChoice {
  readonly label: string;
  readonly overrides: ImportOverrides;
  /** The answer worked out on rows of the file. */
  readonly readings?: readonly ChoiceReading[];
}

export interface ChoiceReading {
  readonly line: number;
  /** As it stands in the file. */
  readonly text: string;
  /** What the answer makes of it, in words. */
  readonly becomes: string;
}

/** By this a file is known again; see `file-shape.ts`. */
export interface FileShape {
  readonly layout: ImportPlan['layout'];
  readonly delimiter: Delimiter;
  /** Names of the columns, at most 500. */
  readonly names: readonly string[];
}

/** A line as it stands in the file. */
export interface RawLine {
  readonly line: number;
  readonly text: string;
}

export interface PreviewRow {
  readonly line: number;
  readonly timeMs: number | null;
  /** One cell per column of the plan, as it will be stored. */
  readonly cells: readonly {
    readonly text: string;
    readonly value: number | null;
    readonly status: string | null;
    /** Of a time column where every value has a time of its own (`pairs`), or of the header over the value (`transposed`); null = cannot be read. */
    readonly timeMs?: number | null;
  }[];
}

export interface ImportPreview {
  readonly fileName: string;
  readonly fileBytes: number;
  readonly plan: ImportPlan;
  readonly evidence: readonly Evidence[];
  readonly questions: readonly Question[];
  readonly notices: readonly string[];
  /** The first rows as they will be stored. */
  readonly rows: readonly PreviewRow[];
  /** The rows come from a sheet of a workbook; encoding and delimiter mean nothing. */
  readonly isWorkbook: boolean;
  readonly shape: FileShape;
  /** What a profile keeps, so that the next file of this kind is read as this one. */
  readonly choices: ImportOverrides;
}
