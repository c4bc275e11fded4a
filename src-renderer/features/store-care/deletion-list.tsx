import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { formatTime } from '../../ui/format-time.ts';
import { describeGone, describeNames, describeReason, describeStart } from './deletion-model.ts';
import styles from './store-care.module.css';

const NOT_COMPLETE =
  'Under way, or cut off by the end of the program or by a failure; then the next start completes it.';

/** What was deleted of a plant, by whom and why, the newest first. */
export function DeletionList({ plantId }: { readonly plantId: number }) {
  const deletions = useCall('deletions.list', { plantId });
  return (
    <section aria-label="Deletions made">
      <h3>Deletions made</h3>
      {deletions.error !== null && <FailureMessage error={failureOf(deletions.error)} />}
      {deletions.data?.length === 0 && (
        <p className={styles['empty']}>
          None yet. Every deletion, asked for or by retention, is listed here and stays listed.
        </p>
      )}
      {deletions.data !== undefined && deletions.data.length > 0 && (
        <div className={styles['scroll']}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th>Deleted</th>
                <th>By</th>
                <th data-number="true">Readings</th>
                <th>From</th>
                <th>To</th>
                <th>Tags</th>
              </tr>
            </thead>
            <tbody>
              {deletions.data.map((deletion) => (
                <tr key={deletion.id}>
                  <td>{formatTime(deletion.deletedMs)}</td>
                  <td>{describeReason(deletion)}</td>
                  <td data-number="true" title={deletion.isComplete ? undefined : NOT_COMPLETE}>
                    {describeGone(deletion)}
                  </td>
                  <td>{describeStart(deletion)}</td>
                  <td>{formatTime(deletion.toMs)}</td>
                  <td className={styles['names']} title={deletion.tagNames.join(', ')}>
                    {describeNames(deletion.tagNames)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
