import type { RunChoice } from '@shared/contract/runs.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { describeTags, describeTrial, titleOf } from './choice-model.ts';
import styles from './runs.module.css';

const columns = [
  {
    name: 'falseAlarms',
    label: 'False alarms',
    about: 'Share of the held-out samples, as they are, above the limit',
  },
  { name: 'shift', label: 'Shift', about: 'Share seen of a lasting shift of two standard deviations' },
  { name: 'ramp', label: 'Ramp', about: 'Share seen of a ramp that grows to four standard deviations' },
  { name: 'relation', label: 'Relation', about: 'Share seen of a tag that no longer goes with the others' },
] as const;

interface ChoiceDetailsProps {
  readonly choice: RunChoice;
  readonly detectors: readonly DetectorInfo[];
}

/** What the automatic choice took, by which rule, and what its trial measured on which samples. */
export function ChoiceDetails({ choice, detectors }: ChoiceDetailsProps) {
  const { trial, triedOn } = choice;
  const tags = describeTags(choice);
  return (
    <section className={styles['choice']} aria-label="Automatic choice">
      <h3>Automatic chose: {titleOf(detectors, choice.detectorId)}</h3>
      <p>By rule, {choice.rule}.</p>
      {trial.length > 0 && (
        <>
          <table className={styles['trial']} aria-label="Trial of detectors">
            <thead>
              <tr>
                <th scope="col">Tried</th>
                {columns.map(({ name, label, about }) => (
                  <th key={name} scope="col" title={about}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {trial.map((one) => (
                <tr key={one.detectorId}>
                  <th scope="row">
                    {titleOf(detectors, one.detectorId)}
                    {one.detectorId === choice.detectorId && <span className={styles['soft']}> chosen</span>}
                  </th>
                  {columns.map(({ name }) => {
                    const value = one[name];
                    return <td key={name}>{value === null ? '–' : `${Math.round(value * 100)} %`}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles['note']}>{describeTrial(triedOn)}</p>
        </>
      )}
      {tags.map((sentence) => (
        <p key={sentence} className={styles['note']}>
          {sentence}
        </p>
      ))}
    </section>
  );
}
