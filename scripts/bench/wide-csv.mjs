import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const STEP_MS = 60_000;

/** Writes a wide file: time and the first signals of a simulated unit. `sources` hold the simulator. */
export async function writeWideCsv(
  path,
  { rowCount, tagCount },
  { generatePlant, noCheckpoint, createIsoWriter, DEFAULT_START_MS },
) {
  const plant = generatePlant(
    {
      capacityMw: 80,
      signals: 'full',
      rowCount,
      stepMs: STEP_MS,
      startMs: DEFAULT_START_MS,
      seed: 42,
      faults: 'default',
    },
    noCheckpoint,
  );
  const isoTime = createIsoWriter();
  const stream = createWriteStream(path);
  const names = plant.signals.slice(0, tagCount).map(({ tagName }) => tagName);
  stream.write(`time,${names.join(',')}\n`);
  for await (const { timesMs, columns } of plant.portions) {
    let text = '';
    for (let row = 0; row < timesMs.length; row++) {
      text += isoTime(timesMs[row]);
      for (let tag = 0; tag < tagCount; tag++) {
        const value = columns[tag].values[row];
        text += Number.isNaN(value) ? ',' : `,${value}`;
      }
      text += '\n';
    }
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
