import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import { judgementOf, type JudgementRow } from './judgements.ts';
import { notFound } from '../storage-failure.ts';

/** Less alike than this is not worth a look. */
const LEAST_LIKENESS = 0.7;
const MOST_FOUND = 5;
/** Newest contributions that are compared. */
const MOST_COMPARED = 200_000;

interface ContributionRow {
  readonly anomalyId: number;
  readonly tagId: number;
  readonly share: number;
  readonly actual: number | null;
  readonly usual: number | null;
}

/** Shares by tag, negative where the reading was below what is usual. */
type Signature = ReadonlyMap<number, number>;

const SELECT_SIGNATURE = `SELECT anomaly_id AS anomalyId, tag_id AS tagId, share, actual, usual FROM anomaly_contributions`;

const signedShare = ({ share, actual, usual }: ContributionRow): number =>
  actual !== null && usual !== null && actual < usual ? -share : share;

/** Cosine of the angle between two signatures, -1..1. */
function likenessOf(one: Signature, other: Signature): number {
  let products = 0;
  for (const [tagId, share] of one) products += share * (other.get(tagId) ?? 0);
  const length = (signature: Signature): number =>
    Math.sqrt([...signature.values()].reduce((sum, share) => sum + share * share, 0));
  const lengths = length(one) * length(other);
  return lengths === 0 ? 0 : products / lengths;
}

/**
 * Anomalies of the same plant that ended before this one began, in whichever run, to which the same tags contribute in
 * the same direction: the likest first, five at most. Of the same stretch found by several runs the newest is told.
 */
export function listSimilar(db: Database, anomalyId: number): CallOutput<'anomalies.similar'> {
  const own = db
    .prepare<[number], { plantId: number; startMs: number }>(
      `SELECT plant_id AS plantId, start_ms AS startMs FROM anomalies JOIN runs ON runs.id = run_id WHERE anomalies.id = ?`,
    )
    .get(anomalyId);
  if (own === undefined) throw notFound(`Anomaly ${anomalyId}`);
  const signature: Signature = new Map(
    db
      .prepare<[number], ContributionRow>(`${SELECT_SIGNATURE} WHERE anomaly_id = ?`)
      .all(anomalyId)
      .map((row): [number, number] => [row.tagId, signedShare(row)]),
  );
  const signatures = new Map<number, Map<number, number>>();
  const earlier = db
    .prepare<[object], ContributionRow>(
      `${SELECT_SIGNATURE} JOIN anomalies ON anomalies.id = anomaly_id JOIN runs ON runs.id = run_id
       WHERE plant_id = @plantId AND anomalies.revision = runs.revision AND end_ms < @startMs
       ORDER BY start_ms DESC LIMIT ${MOST_COMPARED}`,
    )
    .iterate(own);
  for (const row of earlier) {
    const known = signatures.get(row.anomalyId) ?? new Map<number, number>();
    known.set(row.tagId, signedShare(row));
    signatures.set(row.anomalyId, known);
  }
  const alike = [...signatures]
    .map(([id, other]) => ({ id, likeness: likenessOf(signature, other) }))
    .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
    .sort((one, other) => other.likeness - one.likeness || other.id - one.id);
  const found: CallOutput<'anomalies.similar'> = [];
  for (const { id, likeness } of alike) {
    if (found.length === MOST_FOUND) break;
    const told = describe(db, own.plantId, id, likeness);
    if (!found.some((other) => other.startMs <= told.endMs && told.startMs <= other.endMs)) found.push(told);
  }
  return found;
}

interface FoundRow extends JudgementRow {
  readonly runId: number;
  readonly startMs: number;
  readonly endMs: number;
}

function describe(
  db: Database,
  plantId: number,
  anomalyId: number,
  likeness: number,
): CallOutput<'anomalies.similar'>[number] {
  const row = db
    .prepare<[number], FoundRow>(
      `SELECT run_id AS runId, start_ms AS startMs, end_ms AS endMs, kind, sensor_fault AS sensorFault, mode, sentence, evidence
       FROM anomalies WHERE id = ?`,
    )
    .get(anomalyId);
  if (row === undefined) throw notFound(`Anomaly ${anomalyId}`);
  const { runId, startMs, endMs } = row;
  const labels = db
    .prepare<[object], { kind: string; note: string }>(
      `SELECT kind, note FROM known_events
       WHERE plant_id = @plantId AND removed_ms IS NULL AND start_ms <= @endMs AND end_ms >= @startMs ORDER BY start_ms LIMIT 3`,
    )
    .all({ plantId, startMs, endMs });
  return {
    anomalyId,
    runId,
    startMs,
    endMs,
    likeness: Math.min(1, likeness),
    judgement: judgementOf(row),
    labels,
  };
}
