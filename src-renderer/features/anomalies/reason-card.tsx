import type { Anomaly, Contribution, RunSummary } from '@shared/contract/runs.ts';
import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { KeyboardEvent } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { ExpectedChart } from '../../ui/expected-chart.tsx';
import { formatCounted, formatReading, formatTogether, unitText } from '../../ui/format-number.ts';
import { TagName } from '../../ui/tag-name.tsx';
import { formatTime } from '../../ui/format-time.ts';
import { because, describeLength, tellingContributions } from './anomalies-model.ts';
import { KindMark } from './kind-mark.tsx';
import styles from './reason-card.module.css';
import { SimilarAnomalies } from './similar-anomalies.tsx';
import { useExplanation } from './use-explanation.ts';

interface ReasonCardProps {
  readonly run: RunSummary;
  readonly anomaly: Anomaly;
  readonly stepMs: number;
  readonly onClose: () => void;
}

const MINUTE_MS = 60_000;
const CHART_HEIGHT = 64;
const PADDING_PX = 24;

/** Why an anomaly is one: in words, by tag, over time, and what was like it before. Escape closes it. */
export function ReasonCard({ run, anomaly, stepMs, onClose }: ReasonCardProps) {
  const { judgement } = anomaly;
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
  };
  const evidence = judgement?.evidence ?? [];
  const told = tellingContributions(anomaly);
  const untold = anomaly.contributions.length - told.length;
  return (
    <aside className={styles['card']} aria-label="Why this is an anomaly" onKeyDown={closeOnEscape}>
      <div className={styles['head']}>
        <p>
          <KindMark anomaly={anomaly} />
          <span className={styles['soft']}>
            {` ${formatTime(anomaly.startMs, stepMs < MINUTE_MS)}, ${describeLength(anomaly, stepMs)}`}
            {judgement !== null && judgement !== undefined && judgement.mode !== 'unknown'
              ? `, ${judgement.mode}`
              : ''}
          </span>
        </p>
        <Button variant="subtle" size="compact-xs" onClick={onClose}>
          Close
        </Button>
      </div>
      <p className={styles['sentence']}>{because(anomaly)}</p>
      {evidence.length > 0 && (
        <ul className={styles['evidence']}>
          {evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {anomaly.contributions.length > 0 && (
        <>
          <h3>Contribution of each tag</h3>
          <div role="list">
            {told.map((contribution) => (
              <Bar key={contribution.tagName} contribution={contribution} />
            ))}
          </div>
          {untold > 0 && (
            <p className={styles['soft']}>
              {formatCounted(untold, 'other tag', 'other tags')} below 1 % {untold === 1 ? '' : 'each'}
            </p>
          )}
          <Charts run={run} anomaly={anomaly} />
        </>
      )}
      <SimilarAnomalies key={anomaly.id} anomaly={anomaly} runId={run.id} />
    </aside>
  );
}

function Bar({ contribution }: { contribution: Contribution }) {
  const { tagName, unit, share, actual, usual } = contribution;
  const [actualText = '', usualText = ''] = formatTogether([actual, usual]);
  const percent = Math.round(share * 100);
  return (
    <div className={styles['bar']} role="listitem">
      <TagName className={styles['name']} name={tagName} />
      <span className={styles['track']} aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className={styles['figure']}>{percent} %</span>
      <span className={styles['reading']}>
        {actual === null ? 'missing' : `${actualText} ${unitText(unit)}`.trim()}
        <span className={styles['soft']}>{usual === null ? '' : `, usual ${usualText}`}</span>
      </span>
    </div>
  );
}

function Charts({ run, anomaly }: { run: RunSummary; anomaly: Anomaly }) {
  const explanation = useExplanation(run, anomaly);
  const size = useElementSize();
  const width = Math.max(120, Math.floor(size.width));
  if (explanation.error !== null) return <FailureMessage error={failureOf(explanation.error)} />;
  const { timesMs, lanes } = explanation.data ?? { timesMs: new Float64Array(), lanes: [] };
  const byDetector = lanes.some((lane) => lane.source === 'detector');
  return (
    <div ref={size.ref} className={styles['charts']} aria-busy={explanation.isPending}>
      <h3>Actual against expected</h3>
      <p className={styles['soft']}>
        Line: read, red in the anomaly. Dashed: expected {byDetector ? 'by the detector' : 'at this load'}.
        Grey: 95 % of training at this load.
      </p>
      {lanes.map(({ tagName, unit, decimals, ...series }) => {
        const known = [...series.actual].filter((value) => !Number.isNaN(value));
        const range =
          known.length === 0
            ? 'no readings'
            : `${formatReading(Math.min(...known), decimals)} to ${formatReading(Math.max(...known), decimals)} ${unitText(unit)}`;
        return (
          <figure key={tagName} className={styles['figure-box']}>
            <figcaption>
              <TagName name={tagName} />
              <span className={styles['range']}>{range.trim()}</span>
            </figcaption>
            <ExpectedChart
              series={{ timesMs, ...series }}
              fromMs={anomaly.startMs}
              toMs={anomaly.endMs}
              width={Math.min(width, 900) - (width > PADDING_PX ? 0 : PADDING_PX)}
              height={CHART_HEIGHT}
              description={`${tagName}: ${range}, with what was expected`}
            />
          </figure>
        );
      })}
      {timesMs.length > 0 && (
        <p className={styles['times']}>
          <span>{formatTime(timesMs[0] ?? 0)}</span>
          <span>{formatTime(timesMs.at(-1) ?? 0)}</span>
        </p>
      )}
    </div>
  );
}
