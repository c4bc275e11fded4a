import type { RunSummary } from '@shared/contract/runs.ts';
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { useDetectors } from '../../api/use-detectors.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { LossCurve, LossLegend } from '../../ui/loss-curve.tsx';
import { describeLosses } from '../../ui/loss-curve-model.ts';
import { ChoiceDetails } from './choice-details.tsx';
import { runFacts } from './run-facts.ts';
import styles from './runs.module.css';

/** All that is known of a run: what it learnt from, its threshold and scale, why its detector was chosen, how training went. */
export function RunDetails({ run }: { readonly run: RunSummary }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        Details
      </Button>
      <Modal opened={isOpen} onClose={close} title={`Run ${run.id}`} size={760}>
        {isOpen && <Details run={run} />}
      </Modal>
    </>
  );
}

function Details({ run }: { readonly run: RunSummary }) {
  const detectors = useDetectors();
  const choice = useCall('runs.choice', { runId: run.id });
  const detector = detectors.find(({ id }) => id === run.detectorId);
  return (
    <div className={styles['details']}>
      <FactList facts={runFacts(run, detector)} />
      {choice.error !== null && <FailureMessage error={failureOf(choice.error)} />}
      {choice.data !== undefined && choice.data !== null && (
        <ChoiceDetails choice={choice.data} detectors={detectors} />
      )}
      <TrainingCourse runId={run.id} />
    </div>
  );
}

/** How the training went; nothing for a detector that does not learn in epochs. */
function TrainingCourse({ runId }: { readonly runId: number }) {
  const training = useCall('runs.training', { runId });
  const losses = training.data?.losses ?? [];
  if (losses.length === 0) return null;
  const words = describeLosses(losses);
  return (
    <section className={styles['training']} aria-label="Training of the run">
      <h3>Training</h3>
      <p className={styles['note']}>Mean square error of the copies by epoch, logarithmic</p>
      <LossCurve losses={losses} width={360} height={140} label={words} />
      <LossLegend losses={losses} />
      <p className={styles['note']}>{words}. The weights of the lowest are kept.</p>
    </section>
  );
}
