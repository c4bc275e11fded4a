import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const ROWS_A_WRITE = 2000;

/**
 * A CSV file of one row a second that takes any machine seconds to import: longer than a button is from being pressed.
 * `cellsOf` gives what stands behind the time.
 */
export async function writeLongFile(
  path: string,
  header: string,
  rowCount: number,
  cellsOf: (row: number) => string,
): Promise<void> {
  const file = createWriteStream(path);
  const start = Date.UTC(2020, 0, 1);
  file.write(`${header}\n`);
  for (let first = 0; first < rowCount; first += ROWS_A_WRITE) {
    let text = '';
    for (let row = first; row < Math.min(rowCount, first + ROWS_A_WRITE); row++)
      text += `${new Date(start + row * 1000).toISOString()},${cellsOf(row)}\n`;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}
