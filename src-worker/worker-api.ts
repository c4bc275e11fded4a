import type { StartMark } from '@shared/start-marks.ts';
import type { Start, StartOverlay, StartsReport, StartTag } from '@core/starts/start-report.ts';
import type { ProgressDetail } from '@core/checkpoint.ts';
import type { LabelFile } from '@core/labels/read-labels.ts';
import type {
  Encoding,
  ImportOverrides,
  ImportPlan,
  ImportPreview,
  ImportSettings,
  Question,
  RawLine,
} from '@core/csv/import-plan.ts';
import type { KnownProfile, Recognised } from '@core/csv/import-profile.ts';
import type { PlantFields } from '@shared/contract/plants.ts';
import type { RunConditions } from '@shared/contract/conditions.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import type { DetectorOptions, RunSummary } from '@shared/contract/runs.ts';
import type { BackTestRequest } from '@shared/contract/back-tests.ts';
import type { ComparisonRequest } from '@shared/contract/comparisons.ts';
import type { SearchOption, SearchRequest } from '@shared/contract/searches.ts';
import type { DetectorGuide, DetectorOption } from '@shared/detector-options.ts';
import type { Result } from '@shared/result.ts';

/** A dropped file, or one chosen in the native dialog, which the worker reads through the app:// protocol. */
export type FileSource = (
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'token'; readonly token: string; readonly name: string; readonly sizeBytes: number }
) & {
  /** The user says that it is a workbook although its name says otherwise. */
  readonly isWorkbook?: true;
};

export interface Progress {
  /** 0..1 */
  readonly done: number;
  readonly label: string;
  readonly detail?: ProgressDetail;
}

/** At most ten calls a second. From the window a comlink proxy, which must be an argument of its own to cross. */
export type OnProgress = (progress: Progress) => void;

export interface DetectRequest {
  readonly source: FileSource;
  /** What counts where the file does not say. */
  readonly settings: ImportSettings;
  /** Profiles that the file may be known by. */
  readonly profiles: readonly KnownProfile[];
}

export interface PreviewRequest {
  readonly source: FileSource;
  readonly settings: ImportSettings;
  readonly overrides: ImportOverrides;
  /** The overrides were made for another file: its columns are found by their names. */
  readonly isOfOtherFile: boolean;
}

export interface PreviewAnswer {
  readonly preview: ImportPreview;
  /** As they fit this file. */
  readonly overrides: ImportOverrides;
}

/** What became of an import: it is stored, or only the whole file showed that something is open and nothing is stored. */
export type ImportAnswer =
  | { readonly kind: 'imported'; readonly summary: ImportSummary }
  | { readonly kind: 'asks'; readonly questions: readonly Question[] };

export interface ImportRequest {
  readonly plantId: number;
  readonly source: FileSource;
  readonly plan: ImportPlan;
}

export interface GenerateRequest {
  readonly plantId: number;
  /** `classic`: the measured quantities of the nine-column table; `full`: every signal of the simulated unit. */
  readonly signals: 'classic' | 'full';
  readonly rowCount: number;
  readonly stepMs: number;
  readonly startMs: number;
  readonly seed: number;
  readonly capacityMw: number;
  /** Absent = none. */
  readonly outages?: 'none' | 'weekly';
}

export interface StartsRequest {
  readonly tags: readonly StartTag[];
  readonly marks: readonly StartMark[];
  readonly fromMs: number;
  readonly toMs: number;
}

export interface OverlayRequest {
  readonly tags: readonly StartTag[];
  readonly start: Start;
  /** All of the report, with their marks. */
  readonly starts: readonly Start[];
  readonly stepMs: number;
}

export type {
  RiseRate,
  Start,
  StartComparison,
  StartLane,
  StartOverlay,
  StartsReport,
  StartTag,
  TagDeviation,
} from '@core/starts/start-report.ts';

export interface AnalyseRequest {
  readonly plantId: number;
  readonly tagIds: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly trainFromMs: number;
  readonly trainToMs: number;
  readonly detectorId: string;
  readonly detectorOptions: DetectorOptions;
  readonly seed: number;
  readonly contamination: number;
  /** Absent = `usualConditions`: every mode, load recognised, one threshold. */
  readonly conditions?: RunConditions;
  /** Taken instead of the contamination: the detector's own score above which a sample is anomalous. */
  readonly threshold?: number;
}

export interface ExplainRequest {
  readonly runId: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Tags of the run, the most important first. */
  readonly tagNames: readonly string[];
}

/** One tag around an anomaly. Shape of every array: [times of the explanation]; NaN where there is none. */
export interface ExpectedLane {
  readonly tagName: string;
  readonly unit: string | null;
  readonly decimals: number;
  /** Who expects: the detector, or the training samples at the same load. */
  readonly source: 'detector' | 'training';
  readonly actual: Float64Array;
  readonly expected: Float64Array;
  /** Range of 95 % of the training samples at this load. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface Explanation {
  readonly timesMs: Float64Array;
  readonly lanes: readonly ExpectedLane[];
}

export interface DetectorInfo {
  readonly id: string;
  readonly title: string;
  readonly guide: DetectorGuide;
  readonly options: readonly DetectorOption[];
  readonly defaultOptions: DetectorOptions;
}

/**
 * What the analysis worker does for the window, over comlink. Nothing throws across: every failure is a Result.
 * Long work carries an id that its caller made; `cancel` names it.
 */
export interface WorkerApi {
  listDetectors(): readonly DetectorInfo[];
  /** Starts the other threads of a run ahead of their first use. */
  prepareRun(): void;
  detectImport(request: DetectRequest): Promise<Result<Recognised>>;
  previewImport(request: PreviewRequest): Promise<Result<PreviewAnswer>>;
  /** Whether the file is a workbook by its first bytes, whatever its name. */
  looksLikeWorkbook(source: FileSource): Promise<Result<boolean>>;
  /** The first lines of the file as text, also of a file that cannot be read otherwise. */
  readRawLines(source: FileSource, encoding: Encoding | null): Promise<Result<readonly RawLine[]>>;
  runImport(request: ImportRequest, jobId: string, onProgress: OnProgress): Promise<Result<ImportAnswer>>;
  generate(request: GenerateRequest, jobId: string, onProgress: OnProgress): Promise<Result<ImportSummary>>;
  /** Train and score: a new run. */
  analyse(request: AnalyseRequest, jobId: string, onProgress: OnProgress): Promise<Result<RunSummary>>;
  /** Goes on with the training of a cancelled or interrupted run; gives what it would have given without the stop. */
  resume(runId: number, jobId: string, onProgress: OnProgress): Promise<Result<RunSummary>>;
  /** New threshold and anomalies for a finished run from its stored scores; nothing is trained again. */
  changeContamination(
    runId: number,
    contamination: number,
    jobId: string,
    onProgress: OnProgress,
  ): Promise<Result<RunSummary>>;
  /** Actual against expected around an anomaly. */
  explain(request: ExplainRequest): Promise<Result<Explanation>>;
  /** Plants of a WRI Global Power Plant Database file. */
  readPlantRegistry(
    source: FileSource,
  ): Promise<Result<{ readonly plants: readonly PlantFields[]; readonly notices: readonly string[] }>>;
  /** Labels of a CSV file. `zone`: IANA name, for times without an offset. */
  readLabels(source: FileSource, zone: string): Promise<Result<LabelFile>>;
  /** Compares detectors on the same readings; the number of the study that keeps the outcome. */
  compare(request: ComparisonRequest, jobId: string, onProgress: OnProgress): Promise<Result<number>>;
  /** The options of a detector that a search can vary, with their usual bounds. */
  searchSpace(detectorId: string): Promise<Result<readonly SearchOption[]>>;
  /** Searches for the best options of a detector; the number of the study that keeps the trials. */
  search(request: SearchRequest, jobId: string, onProgress: OnProgress): Promise<Result<number>>;
  /** Goes on with a search that was stopped. */
  resumeSearch(studyId: number, jobId: string, onProgress: OnProgress): Promise<Result<number>>;
  /** Replays history as if live; the number of the study that keeps the outcome. */
  backTest(request: BackTestRequest, jobId: string, onProgress: OnProgress): Promise<Result<number>>;
  /** Start-ups of a plant, each compared with its golden one. */
  findStarts(request: StartsRequest, jobId: string, onProgress: OnProgress): Promise<Result<StartsReport>>;
  /** A start-up over its golden one, tag by tag. */
  overlayStarts(request: OverlayRequest): Promise<Result<StartOverlay>>;
  cancel(jobId: string): void;
}
