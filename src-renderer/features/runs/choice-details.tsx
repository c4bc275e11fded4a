import type { RunChoice } from '@shared/contract/runs.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { describeTags, describeTrial, titleOf, TRIAL_MEANING } from './choice-model.ts';
import styles from './runs.module.css';

const columns = [
  { name: 'falseAlarms', label: 'No fault' },
  { name: 'shift', label: 'Shift' },
  { name: 'ramp', label: 'Ramp' },
  { name: 'relation', label: 'Relation' },
] as const;

interface ChoiceDetailsProps {
  readonly choice: RunChoice;
  readonly detectors: readonly DetectorInfo[];
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the automatic choice took, by which rule, and what its trial measured on which samples. */
export function ChoiceDetails({ choice, detectors }: ChoiceDetailsProps) {
  const { trial, triedOn } = choice;
  const tags = describeTags(choice);
  return (
    <section className={styles['choice']} aria-label="Automatic choice">
      <h3>Automatic chose: {titleOf(detectors, choice.detectorId)}</h3>
      <p>{capitalise(choice.rule)}.</p>
      {trial.length > 0 && (
        <>
          <p className={styles['note']}>{describeTrial(triedOn)}</p>
          <table className={styles['trial']} aria-label="Trial of detectors">
            <thead>
              <tr>
                <th scope="col">Tried</th>
                {columns.map(({ name, label }) => (
                  <th key={name} scope="col">
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
          <p className={styles['note']}>{TRIAL_MEANING}</p>
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
