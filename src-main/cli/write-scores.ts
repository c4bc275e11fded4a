import { createIsoWriter } from '@core/iso-time.ts';
import type { OutputFile } from './output-files.ts';

const ROWS_A_WRITE = 8192;

/**
 * `time,score,threshold,anomalous`: one line a sample in their order. A sample without a score has an empty cell and
 * anomalous 0.
 */
export async function writeScores(
  output: OutputFile,
  timesMs: Float64Array,
  scores: Float64Array,
  flags: Uint8Array,
  threshold: number,
): Promise<void> {
  const isoTime = createIsoWriter();
  const limit = String(threshold);
  let text = 'time,score,threshold,anomalous\n';
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? NaN;
    const scoreText = Number.isNaN(score) ? '' : String(score);
    text += `${isoTime(timesMs[row] ?? NaN)},${scoreText},${limit},${flags[row] === 1 ? '1' : '0'}\n`;
    if (row % ROWS_A_WRITE === ROWS_A_WRITE - 1) {
      await output.write(text);
      text = '';
    }
  }
  await output.write(text);
}
