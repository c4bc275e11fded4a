import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { Candidate } from '@shared/contract/studies.ts';
import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import styles from './studies.module.css';

/** Option name as words: "treeCount" -> "tree count". */
export const nameOption = (option: string): string =>
  option.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();

interface CandidateListProps {
  readonly detectors: readonly DetectorInfo[];
  readonly candidates: readonly Candidate[];
  readonly onChange: (candidates: readonly Candidate[]) => void;
}

/** The detectors that are compared, each with its options; the same one may stand there twice with other options. */
export function CandidateList({ detectors, candidates, onChange }: CandidateListProps) {
  const titleOf = (id: string): string => detectors.find((detector) => detector.id === id)?.title ?? id;
  const replace = (place: number, detectorOptions: DetectorOptions): void =>
    onChange(candidates.map((one, at) => (at === place ? { ...one, detectorOptions } : one)));
  return (
    <div className={styles['candidates']} role="group" aria-label="Detectors">
      <div className={styles['candidates-head']}>
        <span>Detectors: {candidates.length}</span>
        <Select
          aria-label="Add a detector"
          placeholder="Add a detector…"
          w={230}
          searchable
          value={null}
          data={detectors.map((detector) => ({ value: detector.id, label: detector.title }))}
          onChange={(id) => {
            const found = detectors.find((detector) => detector.id === id);
            if (found !== undefined)
              onChange([...candidates, { detectorId: found.id, detectorOptions: found.defaultOptions }]);
          }}
        />
      </div>
      <ul>
        {candidates.map((candidate, place) => (
          <li key={`${place} ${candidate.detectorId}`}>
            <span className={styles['candidate-name']}>{titleOf(candidate.detectorId)}</span>
            <OptionInputs
              options={candidate.detectorOptions}
              onChange={(options) => replace(place, options)}
            />
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`Remove ${titleOf(candidate.detectorId)}`}
              onClick={() => onChange(candidates.filter((_, at) => at !== place))}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface OptionInputsProps {
  readonly options: DetectorOptions;
  readonly onChange: (options: DetectorOptions) => void;
}

/** Options in one line, each after the type of its value. */
export function OptionInputs({ options, onChange }: OptionInputsProps) {
  return (
    <span className={styles['options']}>
      {Object.entries(options).map(([name, value]) => (
        <label key={name} className={styles['option']}>
          <span>{nameOption(name)}</span>
          {typeof value === 'number' && (
            <NumberInput
              aria-label={nameOption(name)}
              w={84}
              hideControls
              value={value}
              onChange={(next) => {
                if (typeof next === 'number') onChange({ ...options, [name]: next });
              }}
            />
          )}
          {typeof value === 'string' && (
            <TextInput
              aria-label={nameOption(name)}
              w={120}
              maxLength={200}
              value={value}
              onChange={(event) => onChange({ ...options, [name]: event.currentTarget.value })}
            />
          )}
          {typeof value === 'boolean' && (
            <Checkbox
              aria-label={nameOption(name)}
              checked={value}
              onChange={(event) => onChange({ ...options, [name]: event.currentTarget.checked })}
            />
          )}
        </label>
      ))}
    </span>
  );
}
