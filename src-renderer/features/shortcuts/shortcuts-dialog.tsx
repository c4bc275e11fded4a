import { Kbd, Modal } from '@mantine/core';
import { closeDialog } from '../../api/workspace.ts';
import styles from './shortcuts.module.css';

const groups: readonly { name: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    name: 'Everywhere',
    keys: [
      ['Ctrl O', 'Import CSV'],
      ['Ctrl S', 'Export the anomalies'],
      ['Ctrl G', 'Generate readings'],
      ['Ctrl T', 'Train and score'],
      ['Ctrl K', 'Compare detectors'],
      ['Ctrl L', 'Labels'],
      ['Ctrl F', 'Filter the anomalies'],
      ['Ctrl B', 'Plants panel'],
      ['Ctrl I', 'Plant information'],
      ['F5', 'Ask the store again'],
      ['? F1', 'This list'],
      ['Esc', 'Close a dialog'],
    ],
  },
  {
    name: 'Trend',
    keys: [
      ['← →', 'Earlier, later'],
      ['+ −', 'Zoom in, out'],
      ['0 Ctrl 0', 'Show all readings'],
      ['drag', 'Zoom to what is marked'],
      ['Shift drag', 'Move'],
      ['Alt drag', 'Label what is marked'],
      ['L', 'Label the selected anomaly, or what is on the screen'],
      ['wheel', 'Zoom about the pointer; over the tag names: scroll'],
      ['click a band', 'Select its anomaly'],
    ],
  },
  {
    name: 'Lists and tables',
    keys: [
      ['↑ ↓', 'Row up, down'],
      ['Home End', 'First, last row'],
      ['Page ↑ ↓', 'A page up, down'],
      ['Enter', 'Show the anomaly in the trend'],
    ],
  },
];

/** Every key of the window. */
export function ShortcutsDialog() {
  return (
    <Modal opened onClose={closeDialog} title="Keyboard and mouse" size={640}>
      <div className={styles['groups']}>
        {groups.map((group) => (
          <section key={group.name}>
            <h3>{group.name}</h3>
            <dl>
              {group.keys.map(([keys, what]) => (
                <div key={keys}>
                  <dt>
                    <Kbd>{keys}</Kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
