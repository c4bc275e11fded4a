// Reads mutated files from number argv[2] to argv[3] and tells of each by a line. Run by scripts/soak/csv-fuzz.mjs.
import { writeSync } from 'node:fs';
import { mutate } from '@core/csv/fixtures/mutate.ts';
import { tryFile } from '@core/csv/fixtures/try-file.ts';

const [first, last] = [Number(process.argv[2]), Number(process.argv[3])];
/** At once and in order, so that the line of a file that hangs is there. */
const tell = (line: string): void => void writeSync(1, `${line}\n`);

for (let number = first; number <= last; number++) {
  const bytes = mutate(number);
  tell(`file ${number} ${bytes.length}`);
  const startedMs = performance.now();
  try {
    const outcome = await tryFile(bytes, number);
    tell(`${outcome} ${(performance.now() - startedMs).toFixed(1)}`);
  } catch (caught) {
    const text = caught instanceof Error ? (caught.stack ?? caught.message) : String(caught);
    tell(`problem ${text.replaceAll('\n', ' ').slice(0, 500)}`);
  }
}
tell(`memory ${process.resourceUsage().maxRSS}`);
