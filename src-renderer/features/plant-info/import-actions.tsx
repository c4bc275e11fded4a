import type { ImportSummary } from '@shared/contract/readings.ts';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { addFailure, addNotice } from '../../api/notices.ts';
import { call, failureOf } from '../../api/plant-client.ts';
import { AskFirst } from '../../ui/ask-first.tsx';
import { formatCount } from '../../ui/format-number.ts';

/** What can be done with an import: see its rejected rows, or take it back after being asked. */
export function ImportActions({ summary }: { summary: ImportSummary }) {
  const [isAsking, setIsAsking] = useState(false);
  if (isAsking) {
    return (
      <AskFirst
        name={`Take back import #${summary.id}`}
        question={`Take back import #${summary.id} with its ${formatCount(summary.readingCount)} readings? What lay below it is read again. Runs stay as they are.`}
        answers={[{ label: 'Take back', run: () => void takeBack(summary) }]}
        keep={{ label: 'Keep', run: () => setIsAsking(false) }}
      />
    );
  }
  return (
    <Group gap={8}>
      {summary.rejectedCount > 0 && (
        <Button variant="default" onClick={() => void showRejects(summary)}>
          Show rejected rows
        </Button>
      )}
      <Button variant="default" onClick={() => setIsAsking(true)}>
        Take back…
      </Button>
    </Group>
  );
}

async function takeBack({ id }: ImportSummary): Promise<void> {
  try {
    const { fileName, readingCount } = await call('imports.undo', { importId: id });
    addNotice('done', `Took back import #${id}`, [`${fileName}: ${formatCount(readingCount)} readings.`]);
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

async function showRejects({ id }: ImportSummary): Promise<void> {
  try {
    await call('imports.showRejects', { importId: id });
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}
