import { z } from 'zod';
import { type Judgement, judgement } from '@shared/contract/conditions.ts';

/** The columns of an anomaly that say how it was judged; all null in a run of a program that did not judge. */
export interface JudgementRow {
  readonly kind: string | null;
  readonly sensorFault: string | null;
  readonly mode: string | null;
  readonly sentence: string | null;
  readonly evidence: string | null;
}

const evidenceList = z.array(z.string());

export function judgementOf(row: JudgementRow): Judgement | null {
  if (row.kind === null) return null;
  const { kind, sensorFault, mode, sentence, evidence } = row;
  return judgement.parse({
    kind,
    sensorFault,
    mode,
    sentence,
    evidence: evidenceList.parse(JSON.parse(evidence ?? '[]')),
  });
}
