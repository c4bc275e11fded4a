import type { Anomaly } from '@shared/contract/runs.ts';
import { describeKind, KINDS } from './anomalies-model.ts';
import styles from './anomalies.module.css';

/** The kind of an anomaly by sign, word and colour; a dash where it was not judged. */
export function KindMark({ anomaly }: { anomaly: Pick<Anomaly, 'judgement'> }) {
  const { judgement } = anomaly;
  if (judgement === null || judgement === undefined)
    return <span title="This run was made by a version that did not tell kinds apart.">–</span>;
  const { sign, about } = KINDS[judgement.kind];
  return (
    <span className={styles['kind']} data-kind={judgement.kind} title={about}>
      <span aria-hidden="true">{sign}</span> {describeKind(anomaly)}
    </span>
  );
}
