import type { SearchRequest, SearchResult, Trial } from '@shared/contract/searches.ts';
import type { StudySummary } from '@shared/contract/studies.ts';
import { Button } from '@mantine/core';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { adoptCandidate, resumeSearch, SEARCH_JOB } from '../../api/study-actions.ts';
import { closeDialog } from '../../api/workspace.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
import { formatCounted } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';
import { useOptionNames } from './option-names.ts';
import { describeMeasured, describeModes, formatRate, formatShare } from './figures-model.ts';
import { StudyProgress, useStudyJob } from './study-progress.tsx';
import styles from './studies.module.css';

/** A search as it stands: its trials, the best so far, and the held-out figure when it is complete. */
export function LoadedSearch({ studyId }: { studyId: number }) {
  const found = useCall('searches.get', { studyId });
  const job = useStudyJob(SEARCH_JOB);
  if (found.error !== null) return <FailureMessage error={failureOf(found.error)} />;
  if (found.data === undefined) return <p className={styles['empty']}>Reading the search.</p>;
  const { study, request, trials, result } = found.data;
  const isStopped = study.status !== 'running' && study.status !== 'finished';
  return (
    <div className={styles['result']}>
      {result === null ? (
        <SearchState study={study} request={request} trials={trials} />
      ) : (
        <Outcome study={study} request={request} result={result} />
      )}
      <TrialTable
        detectorId={request.detectorId}
        isHalving={request.strategy === 'halving'}
        trials={trials}
        bestNumber={result?.best.number ?? null}
      />
      <div className={styles['end']}>
        {job !== null && study.status === 'running' ? (
          <StudyProgress job={job} parts={[]} />
        ) : (
          <p className={styles['note']} />
        )}
        {isStopped && (
          <Button disabled={job !== null} onClick={() => void resumeSearch(studyId)}>
            Resume
          </Button>
        )}
        {result !== null && (
          <Button
            onClick={() => {
              closeDialog();
              void adoptCandidate({
                request,
                candidate: { detectorId: request.detectorId, detectorOptions: result.best.options },
                threshold: null,
                dataSha256: result.tunedOn.dataSha256,
              });
            }}
          >
            Train with the best options
          </Button>
        )}
      </div>
    </div>
  );
}

const describeCriterion = ({ criterion }: SearchRequest): string =>
  criterion === 'labels'
    ? 'Average precision against labelled faults'
    : 'Average precision against faults put into copies of the rows: it says which setting sees such faults best, not how well real ones are seen';

function SearchState({
  study,
  request,
  trials,
}: {
  study: StudySummary;
  request: SearchRequest;
  trials: readonly Trial[];
}) {
  const best = Math.max(...trials.map((trial) => trial.criterion ?? -Infinity));
  const state =
    study.status === 'running'
      ? 'under way'
      : study.status === 'cancelled'
        ? 'stopped; Resume goes on where it was'
        : study.status;
  return (
    <p className={styles['claim']} role="status">
      {describeCriterion(request)}. The search is {state}. {study.message ?? ''}{' '}
      {formatCounted(trials.length, 'trial', 'trials')} kept
      {Number.isFinite(best) ? `, best so far ${formatShare(best)} on the rows it is tuned on` : ''}. Held-out
      rows are looked at once, at the end.
    </p>
  );
}

interface OutcomeProps {
  readonly study: StudySummary;
  readonly request: SearchRequest;
  readonly result: SearchResult;
}

function Outcome({ study, request, result }: OutcomeProps) {
  const nameOption = useOptionNames(request.detectorId);
  const describe = (options: Trial['options']): string =>
    Object.entries(options)
      .map(([name, value]) => `${nameOption(name)} ${value}`)
      .join(', ');
  const { best, defaults, tunedOn, heldOutOn } = result;
  const part = (on: SearchResult['tunedOn']): string =>
    request.criterion === 'labels'
      ? describeMeasured(on)
      : `${formatCounted(on.measuredRows, 'sample', 'samples')} from ${formatTime(on.fromMs)} to ${formatTime(on.toMs)}, faults put in; learnt from ${on.trainRows} others.`;
  return (
    <div className={styles['outcome']}>
      <p className={styles['claim']} role="status">
        {describeCriterion(request)}. {formatCounted(result.trialCount, 'trial', 'trials')}
        {result.endedBy === 'time' ? ', ended by its time' : ''}, seed {request.seed}.{describeModes(request)}{' '}
        {study.message ?? ''}
      </p>
      <table aria-label="Outcome of the search">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Held out (report this)</th>
            <th scope="col">Tuned on (flatters)</th>
            <th scope="col">Options</th>
          </tr>
        </thead>
        <tbody>
          {[
            { name: `Best, number ${best.number}`, ...best },
            { name: 'Usual options', ...defaults },
          ].map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>
                <strong>{formatShare(row.heldOut)}</strong>
              </td>
              <td>{formatShare(row.tuned)}</td>
              <td>{describe(row.options)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['claim']}>
        Held out: {part(heldOutOn)}
        <br />
        Tuned on: {part(tunedOn)}
      </p>
    </div>
  );
}

interface TrialTableProps {
  readonly detectorId: string;
  readonly isHalving: boolean;
  readonly trials: readonly Trial[];
  readonly bestNumber: number | null;
}

/** Of successive halving alone: a random search learns from all training rows in one round. */
const halvingColumns: readonly TableColumn<Trial>[] = [
  {
    id: 'rung',
    label: 'Round',
    isNumber: true,
    width: '56px',
    cell: (trial) => trial.rung + 1,
    sortBy: (trial) => trial.rung,
  },
  {
    id: 'share',
    label: 'Learnt from',
    isNumber: true,
    width: '88px',
    cell: (trial) => formatRate(trial.trainShare),
    sortBy: (trial) => trial.trainShare,
  },
];

const failureColumn: TableColumn<Trial> = {
  id: 'failure',
  label: 'Failure',
  width: 'minmax(120px, 1fr)',
  cell: (trial) => trial.failure ?? '',
  title: (trial) => trial.failure ?? '',
};

function TrialTable({ detectorId, isHalving, trials, bestNumber }: TrialTableProps) {
  const nameOption = useOptionNames(detectorId);
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial.options)))];
  const columns: readonly TableColumn<Trial>[] = [
    {
      id: 'number',
      label: 'Setting',
      isNumber: true,
      width: '72px',
      cell: (trial) => `${trial.number}${trial.number === 0 ? ' usual' : ''}`,
      sortBy: (trial) => trial.number,
    },
    ...(isHalving ? halvingColumns : []),
    {
      id: 'criterion',
      label: 'Average precision',
      about:
        'On the rows that the search is tuned on; the held-out figure is measured once, of the best alone',
      isNumber: true,
      width: '124px',
      cell: (trial) => formatShare(trial.criterion),
      sortBy: (trial) => trial.criterion,
    },
    ...names.map((name): TableColumn<Trial> => ({
      id: `option ${name}`,
      label: nameOption(name),
      isNumber: true,
      width: 'minmax(90px, 130px)',
      cell: (trial) => String(trial.options[name] ?? ''),
      sortBy: (trial) => {
        const value = trial.options[name];
        return typeof value === 'number' ? value : String(value ?? '');
      },
    })),
    {
      id: 'seconds',
      label: 'Time',
      isNumber: true,
      width: '76px',
      cell: (trial) => `${trial.seconds.toFixed(2)} s`,
      sortBy: (trial) => trial.seconds,
    },
    ...(trials.some(({ failure }) => failure !== null) ? [failureColumn] : []),
  ];
  const keyOf = (trial: Trial): string => `${trial.rung} ${trial.number}`;
  const best = trials.findLast((trial) => trial.number === bestNumber);
  if (trials.length === 0) return <p className={styles['empty']}>No trial is finished yet.</p>;
  return (
    <DataTable
      name="Trials"
      columns={columns}
      rows={trials}
      keyOf={keyOf}
      selectedKey={best === undefined ? null : keyOf(best)}
      onSelect={() => undefined}
      firstSort={{ by: 'criterion', descending: true }}
      isTall
    />
  );
}
