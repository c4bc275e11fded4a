import { describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { lineOfReading, type MadeFile, makeFile } from './fixtures/made-file.ts';
import { readWhole, sourceOf } from './fixtures/read-bytes.ts';

/** `MADE_FILES=20000` looks at more. */
const FILES = Number(process.env['MADE_FILES'] ?? 1000);

/** What was read of a file: right, wrong, or not without a question or a refusal, which is safe. */
async function readMade(file: MadeFile): Promise<{ outcome: 'right' | 'wrong' | 'open'; saw: string }> {
  try {
    const { preview, outcome, tags, readings } = await readWhole(sourceOf(file.bytes));
    const asked = [...preview.questions, ...outcome.questions].map(({ about }) => about);
    if (asked.length > 0) return { outcome: 'open', saw: `asks ${asked.join(', ')}` };
    if (outcome.rejectedCount > 0)
      return { outcome: 'open', saw: `rejects ${outcome.rejects[0]?.reason ?? ''}` };
    const read = readings.map(([tag, time, value]) => lineOfReading(tag, Date.parse(time), value)).toSorted();
    const units = tags.map(({ name, unit }) => `${name} ${unit ?? '-'}`);
    const wanted = tags.map(({ name, unit }) => `${name} ${file.units?.get(name) ?? unit ?? '-'}`);
    const isRight = read.join('\n') === file.readings.join('\n') && units.join() === wanted.join();
    return { outcome: isRight ? 'right' : 'wrong', saw: [...units, ...read.slice(0, 4)].join('\n  ') };
  } catch (caught) {
    if (!(caught instanceof AppFailure)) throw caught;
    return { outcome: 'open', saw: JSON.stringify(caught.error) };
  }
}

describe('files made by chance', () => {
  it(
    `are read as they were made, and never as something else (${FILES} files)`,
    { timeout: 600_000 },
    async () => {
      let open = 0;
      for (let number = 1; number <= FILES; number++) {
        const file = makeFile(number);
        const { outcome, saw } = await readMade(file);
        if (outcome === 'wrong') expect.fail(`file ${number}:\n${file.text}\nwas read as\n${saw}`);
        if (outcome === 'open') open++;
      }
      // One pair of a serial and a value without a name could be two values.
      expect(open / FILES).toBeLessThan(0.015);
    },
  );
});
