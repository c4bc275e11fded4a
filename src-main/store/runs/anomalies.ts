import type { Database } from 'better-sqlite3';
import type { CallInput, CallOutput } from '@shared/contract/contract.ts';
import { type AnomalyKind, anomalyKind } from '@shared/contract/conditions.ts';
import { judgementOf, type JudgementRow } from './judgements.ts';
import type { Anomaly, AnomalyFilter, AnomalySort, Contribution } from '@shared/contract/runs.ts';

const SORT_KEYS = {
  start: 'start_ms',
  end: 'end_ms',
  duration: '(end_ms - start_ms)',
  peak: 'peak_score',
  samples: 'sample_count',
} as const satisfies Record<AnomalySort['by'], string>;

const SELECT_ANOMALIES = `
  SELECT id, run_id AS runId, start_ms AS startMs, end_ms AS endMs, peak_ms AS peakMs, peak_score AS peakScore,
    sample_count AS sampleCount, kind, sensor_fault AS sensorFault, mode, sentence, evidence
  FROM anomalies`;

/** Only what `finishRun` has made visible. */
const OF_RUN = `run_id = @runId AND revision = (SELECT revision FROM runs WHERE id = @runId)`;

interface Condition {
  readonly where: string;
  readonly parameters: Record<string, number | string | null>;
}

function conditionOf(runId: number, filter: AnomalyFilter): Condition {
  const clauses = [OF_RUN];
  if (filter.minPeakScore !== null) clauses.push('peak_score >= @minPeakScore');
  if (filter.minDurationMs !== null) clauses.push('end_ms - start_ms >= @minDurationMs');
  const kinds = filter.kinds ?? [];
  if (kinds.length > 0) clauses.push('kind IN (SELECT value FROM json_each(@kinds))');
  if (filter.tag !== '')
    clauses.push(`id IN (
      SELECT anomaly_id FROM anomaly_contributions
      WHERE tag_id IN (
        SELECT tag_id FROM run_tags JOIN tags ON tags.id = tag_id
        WHERE run_id = @runId AND instr(lower(name), lower(@tag)) > 0))`);
  return { where: clauses.join(' AND '), parameters: { runId, ...filter, kinds: JSON.stringify(kinds) } };
}

interface AnomalyRow extends Omit<Anomaly, 'contributions' | 'judgement'>, JudgementRow {}

/** A page of a run's anomalies, filtered and sorted; equal ones stay in the order of their ids. */
export function listAnomalies(
  db: Database,
  input: CallInput<'anomalies.list'>,
): CallOutput<'anomalies.list'> {
  const { where, parameters } = conditionOf(input.runId, input.filter);
  const direction = input.sort.descending ? 'DESC' : 'ASC';
  const rows = db
    .prepare<[object], AnomalyRow>(
      `${SELECT_ANOMALIES} WHERE ${where} ORDER BY ${SORT_KEYS[input.sort.by]} ${direction}, id LIMIT @limit OFFSET @offset`,
    )
    .all({ ...parameters, limit: input.limit, offset: input.offset });
  const total =
    db.prepare<[object], number>(`SELECT count(*) FROM anomalies WHERE ${where}`).pluck().get(parameters) ??
    0;
  return { rows: withContributions(db, rows), total };
}

/** Every anomaly of a run by start, a page at a time. */
export function* eachAnomaly(db: Database, runId: number): Generator<Anomaly> {
  const filter = { tag: '', minPeakScore: null, minDurationMs: null };
  const sort = { by: 'start', descending: false } as const;
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const { rows } = listAnomalies(db, { runId, filter, sort, offset, limit });
    yield* rows;
    if (rows.length < limit) return;
  }
}

/** Row number of an anomaly in the filtered, sorted list; null when the filter hides it. */
export function findAnomalyPosition(db: Database, input: CallInput<'anomalies.position'>): number | null {
  const { where, parameters } = conditionOf(input.runId, input.filter);
  const key = SORT_KEYS[input.sort.by];
  const own = db
    .prepare<[object], number>(`SELECT ${key} FROM anomalies WHERE ${where} AND id = @anomalyId`)
    .pluck()
    .get({ ...parameters, anomalyId: input.anomalyId });
  if (own === undefined) return null;
  const isBefore = input.sort.descending ? '>' : '<';
  return (
    db
      .prepare<[object], number>(
        `SELECT count(*) FROM anomalies
         WHERE ${where} AND (${key} ${isBefore} @own OR (${key} = @own AND id < @anomalyId))`,
      )
      .pluck()
      .get({ ...parameters, own, anomalyId: input.anomalyId }) ?? null
  );
}

/** 0 is the gravest. */
const gravityOf = (kind: AnomalyKind | null): number =>
  kind === null ? 0 : anomalyKind.options.indexOf(kind);

type Bands = CallOutput<'anomalies.bands'>;

/** Anomalies that touch the window as bands; those that reach into the same pixel are one. */
export function listBands(db: Database, input: CallInput<'anomalies.bands'>): Bands {
  const { fromMs, toMs, pixels } = input;
  const pixelMs = Math.max((toMs - fromMs) / pixels, 1);
  const pixelOf = (timeMs: number): number => Math.min(Math.floor((timeMs - fromMs) / pixelMs), pixels - 1);
  const rows = db
    .prepare<[object], [id: number, startMs: number, endMs: number, kind: string | null]>(
      `SELECT id, start_ms, end_ms, kind FROM anomalies WHERE ${OF_RUN} AND start_ms <= @toMs AND end_ms >= @fromMs
       ORDER BY start_ms, id`,
    )
    .raw()
    .all({ runId: input.runId, fromMs, toMs });
  const kinds = new Map<string, AnomalyKind>(anomalyKind.options.map((kind) => [kind, kind]));
  const bands: Bands = [];
  for (const [id, startMs, endMs, text] of rows) {
    const kind = text === null ? null : (kinds.get(text) ?? anomalyKind.parse(text));
    const band = bands.at(-1);
    if (band !== undefined && pixelOf(startMs) <= pixelOf(band.endMs)) {
      band.endMs = Math.max(band.endMs, endMs);
      band.count++;
      if (gravityOf(kind) < gravityOf(band.kind)) band.kind = kind;
    } else bands.push({ firstAnomalyId: id, startMs, endMs, count: 1, kind });
  }
  return bands;
}

function withContributions(db: Database, rows: readonly AnomalyRow[]): Anomaly[] {
  const select = db.prepare<[number], Contribution>(
    `SELECT name AS tagName, unit, share, actual, usual
     FROM anomaly_contributions JOIN tags ON tags.id = tag_id WHERE anomaly_id = ? ORDER BY position`,
  );
  return rows.map(({ kind, sensorFault, mode, sentence, evidence, ...row }) => ({
    ...row,
    contributions: select.all(row.id),
    judgement: judgementOf({ kind, sensorFault, mode, sentence, evidence }),
  }));
}
