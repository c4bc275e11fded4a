import type { AppError } from '@shared/errors.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { call, failureOf } from '../../api/plant-client.ts';
import { Message } from '../../ui/message.tsx';
import styles from './store-care.module.css';
import { describeCheck, type CheckReport } from './store-care-model.ts';

type State =
  | { readonly status: 'idle' }
  | { readonly status: 'checking' }
  | { readonly status: 'failed'; readonly error: AppError }
  | { readonly status: 'done'; readonly report: CheckReport };

/** The full check on demand, with what it found. */
export function CheckSection() {
  const [state, setState] = useState<State>({ status: 'idle' });
  const check = async (): Promise<void> => {
    setState({ status: 'checking' });
    try {
      setState({ status: 'done', report: await call('store.check', {}) });
    } catch (caught) {
      setState({ status: 'failed', error: failureOf(caught) });
    }
  };
  return (
    <section aria-label="Check">
      <div className={styles['head']}>
        <h3>Check</h3>
        <Button variant="default" loading={state.status === 'checking'} onClick={() => void check()}>
          Check everything
        </Button>
      </div>
      <p className={styles['soft']} role="status">
        {state.status === 'checking'
          ? 'Reading every chunk against its checksum. You can go on working.'
          : 'A part is checked after every start. The full check reads every page and every chunk of the database.'}
      </p>
      {state.status === 'failed' && <FailureMessage error={state.error} />}
      {state.status === 'done' && (
        <Message
          tone={state.report.isSound ? 'done' : 'failure'}
          title={state.report.isSound ? 'The database is sound' : 'The database is damaged'}
        >
          {[
            describeCheck(state.report),
            ...state.report.problems,
            ...(state.report.isSound ? [] : ['Do not delete it. Restore a backup; the database is kept.']),
          ].join('\n')}
        </Message>
      )}
    </section>
  );
}
