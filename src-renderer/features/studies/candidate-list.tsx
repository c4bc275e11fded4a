import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { Candidate } from '@shared/contract/study-request.ts';
import { describeBounds, type DetectorOption, isAcceptable } from '@shared/detector-options.ts';
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import styles from './studies.module.css';

interface CandidateListProps {
  readonly detectors: readonly DetectorInfo[];
  readonly candidates: readonly Candidate[];
  readonly onChange: (candidates: readonly Candidate[]) => void;
}

/** The detectors that are compared, each with its options; the same one may stand there twice with other options. */
export function CandidateList({ detectors, candidates, onChange }: CandidateListProps) {
  const titleOf = (id: string): string => detectors.find((detector) => detector.id === id)?.title ?? id;
  const offeredBy = (id: string): readonly DetectorOption[] =>
    detectors.find((detector) => detector.id === id)?.options ?? [];
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
              offered={offeredBy(candidate.detectorId)}
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
  readonly offered: readonly DetectorOption[];
  readonly options: DetectorOptions;
  readonly onChange: (options: DetectorOptions) => void;
}

/** Options in one line; what an option does is told on hover. */
function OptionInputs({ offered, options, onChange }: OptionInputsProps) {
  return (
    <span className={styles['options']}>
      {offered.map((option) => {
        const value = options[option.name] ?? option.usual;
        const set = (next: string | number): void => onChange({ ...options, [option.name]: next });
        return (
          <label key={option.name} className={styles['option']} title={option.explanation}>
            <span>{option.title}</span>
            {option.kind === 'number' ? (
              <NumberInput
                aria-label={option.title}
                w={84}
                hideControls
                min={option.lowest}
                max={option.highest}
                allowDecimal={!option.isWhole}
                clampBehavior="none"
                value={typeof value === 'boolean' ? '' : value}
                error={!isAcceptable(option, value)}
                onChange={set}
              />
            ) : option.kind === 'choice' ? (
              <Select
                aria-label={option.title}
                w={190}
                allowDeselect={false}
                data={option.choices.map((choice) => ({ value: choice.value, label: choice.title }))}
                value={String(value)}
                onChange={(next) => set(next ?? option.usual)}
              />
            ) : (
              <TextInput
                aria-label={option.title}
                w={220}
                maxLength={200}
                value={String(value)}
                error={!isAcceptable(option, value)}
                onChange={(event) => set(event.currentTarget.value)}
              />
            )}
          </label>
        );
      })}
    </span>
  );
}

/** The first option of a candidate with a value that it does not take, in words; null where all are accepted. */
export function findOptionProblem(
  detectors: readonly DetectorInfo[],
  { detectorId, detectorOptions }: Candidate,
): string | null {
  const detector = detectors.find(({ id }) => id === detectorId);
  const wrong = detector?.options.find(
    (option) => !isAcceptable(option, detectorOptions[option.name] ?? option.usual),
  );
  return detector === undefined || wrong === undefined
    ? null
    : `${detector.title}: ${wrong.title} must be ${describeBounds(wrong)}.`;
}
