import type { Plant } from '@shared/contract/plants.ts';
import type { SearchOption } from '@shared/contract/searches.ts';
import type { StudySummary } from '@shared/contract/studies.ts';
import { Button, Checkbox, NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { searchSpaceOf } from '../../api/search-space.ts';
import { SEARCH_JOB, searchOptions } from '../../api/study-actions.ts';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { firstFocus } from '../../ui/first-focus.ts';
import { useOptionNames } from './option-names.ts';
import { LoadedSearch } from './search-result.tsx';
import { StudyDialog, type StudyGround } from './study-dialog.tsx';
import { StudyFields } from './study-fields.tsx';
import { StudyForm } from './study-form.tsx';
import { useStudyJob } from './study-progress.tsx';
import { checkSetup, firstSetup } from './study-setup.ts';
import styles from './studies.module.css';

/** Which options of a detector serve best, within stated bounds, told with figures from rows that no trial saw. */
export function SearchDialog({ plant }: { plant: Plant }) {
  const job = useStudyJob(SEARCH_JOB);
  const first = (studies: readonly StudySummary[]): number | undefined =>
    (job === null ? undefined : studies.find((study) => study.status === 'running')?.id) ?? studies[0]?.id;
  return (
    <StudyDialog
      plant={plant}
      kind="search"
      title="Search options"
      newLabel="New search"
      first={first}
      form={(ground, onShow) => <SearchForm {...ground} onStart={() => onShow(null)} />}
      outcome={(studyId) => <LoadedSearch key={studyId} studyId={studyId} />}
    />
  );
}

const strategies = {
  random: 'random: every setting on all training rows',
  halving: 'successive halving: many on few rows, the best on more',
} as const;
const criteria = {
  labels: 'labelled faults',
  synthetic: 'faults put into copies of the rows (nothing labelled is needed)',
} as const;

interface SearchFormProps extends StudyGround {
  readonly onStart: () => void;
}

function SearchForm({ plantId, tags, held, detectors, onStart }: SearchFormProps) {
  const searchable = detectors.filter(({ defaultOptions }) =>
    Object.values(defaultOptions).some((value) => typeof value === 'number'),
  );
  const [setup, setSetup] = useState(() => firstSetup(tags, held));
  const [detectorId, setDetectorId] = useState(searchable[0]?.id ?? '');
  const [edited, setEdited] = useState<Readonly<Record<string, readonly SearchOption[]>>>({});
  const [strategy, setStrategy] = useState<keyof typeof strategies>('random');
  const [criterion, setCriterion] = useState<keyof typeof criteria>('labels');
  const [trialCount, setTrialCount] = useState<string | number>(20);
  const [minutes, setMinutes] = useState<string | number>('');
  const [heldOut, setHeldOut] = useState<string | number>(40);
  const job = useStudyJob(SEARCH_JOB);
  const usual = useQuery({
    queryKey: ['search-space', detectorId],
    queryFn: () => searchSpaceOf(detectorId),
  });
  const nameOption = useOptionNames(detectorId);
  const space = edited[detectorId] ?? usual.data ?? [];
  const input = checkSetup(setup);
  const problem = findProblem(input, space, nameOption, trialCount, heldOut);
  const start = (): void => {
    if (typeof input === 'string' || problem !== null) return;
    onStart();
    void searchOptions({
      plantId,
      ...input,
      detectorId,
      space: [...space],
      strategy,
      criterion,
      trialCount: Number(trialCount),
      mostSeconds: typeof minutes === 'number' && minutes > 0 ? minutes * 60 : null,
      heldOutShare: Number(heldOut) / 100,
    });
  };
  return (
    <StudyForm
      job={job}
      parts={[]}
      problem={problem}
      note="The rows after the training range are cut in two in time: trials see the first part only, the reported figure is from the second."
      action="Search"
      onStart={start}
    >
      <div>
        <div className={styles['ranges']}>
          <Select
            label="Detector"
            {...firstFocus}
            allowDeselect={false}
            value={detectorId}
            data={searchable.map((detector) => ({ value: detector.id, label: detector.title }))}
            onChange={(id) => setDetectorId(id ?? detectorId)}
          />
          <ChoiceField label="Strategy" choices={strategies} value={strategy} onChange={setStrategy} />
          <NumberInput
            label="Settings tried"
            min={2}
            max={1000}
            allowDecimal={false}
            value={trialCount}
            onChange={setTrialCount}
          />
          <NumberInput
            label="Time at most"
            placeholder="no limit"
            suffix=" min"
            min={0.1}
            value={minutes}
            onChange={setMinutes}
          />
          <ChoiceField
            label="Judged by average precision on"
            choices={criteria}
            value={criterion}
            onChange={setCriterion}
          />
          <NumberInput
            label={criterion === 'labels' ? 'Faults held out' : 'Rows held out'}
            suffix=" %"
            min={10}
            max={80}
            value={heldOut}
            onChange={setHeldOut}
          />
        </div>
        <SpaceTable
          space={space}
          nameOption={nameOption}
          onChange={(next) => setEdited({ ...edited, [detectorId]: next })}
        />
      </div>
      <div>
        <StudyFields
          tags={tags}
          held={held}
          setup={setup}
          trainingName="Learn from"
          onChange={(change) => setSetup({ ...setup, ...change })}
        />
      </div>
    </StudyForm>
  );
}

function findProblem(
  input: ReturnType<typeof checkSetup>,
  space: readonly SearchOption[],
  nameOption: (name: string) => string,
  trialCount: string | number,
  heldOut: string | number,
): string | null {
  if (typeof input === 'string') return input;
  if (space.length === 0) return 'This detector has no options to search.';
  const bad = space.find(({ lowest, highest, isLog }) => !(lowest <= highest) || (isLog && lowest <= 0));
  if (bad !== undefined) return `The bounds of ${nameOption(bad.name)} do not fit.`;
  if (typeof trialCount !== 'number' || trialCount < 2 || trialCount > 1000)
    return 'Settings tried: from 2 to 1,000.';
  if (typeof heldOut !== 'number' || heldOut < 10 || heldOut > 80) return 'Held out: from 10 % to 80 %.';
  return null;
}

interface SpaceTableProps {
  readonly nameOption: (name: string) => string;
  readonly space: readonly SearchOption[];
  readonly onChange: (space: readonly SearchOption[]) => void;
}

/** Where the search looks: the bounds of each option. */
function SpaceTable({ space, nameOption, onChange }: SpaceTableProps) {
  const set = (name: string, change: Partial<SearchOption>): void =>
    onChange(space.map((option) => (option.name === name ? { ...option, ...change } : option)));
  return (
    <table className={styles['space']} aria-label="Search space">
      <thead>
        <tr>
          <th scope="col">Option</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">By orders of magnitude</th>
          <th scope="col" />
        </tr>
      </thead>
      <tbody>
        {space.map((option) => (
          <tr key={option.name}>
            <th scope="row">{nameOption(option.name)}</th>
            {(['lowest', 'highest'] as const).map((end) => (
              <td key={end}>
                <NumberInput
                  aria-label={`${nameOption(option.name)} ${end}`}
                  hideControls
                  allowDecimal={!option.isWhole}
                  value={option[end]}
                  onChange={(value) => {
                    if (typeof value === 'number') set(option.name, { [end]: value });
                  }}
                />
              </td>
            ))}
            <td>
              <Checkbox
                aria-label={`${nameOption(option.name)} by orders of magnitude`}
                checked={option.isLog}
                onChange={(event) => set(option.name, { isLog: event.currentTarget.checked })}
              />
            </td>
            <td>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={`Leave ${nameOption(option.name)} as it is`}
                onClick={() => onChange(space.filter(({ name }) => name !== option.name))}
              >
                Leave out
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
