import { describe, expect, it } from 'vitest';
import { sourceOf } from './fixtures/read-bytes.ts';
import { previewCsv } from './preview-csv.ts';
import { encodeText } from './text/text.ts';

/** The one question of a file: what it is about, and for each answer its label and what it makes of the first row. */
async function askedOf(...lines: readonly string[]): Promise<unknown> {
  const { questions } = await previewCsv(sourceOf(encodeText(`${lines.join('\n')}\n`)), {});
  return questions.map(({ about, choices }) => ({
    about,
    answers: choices.map(({ label, readings }) => [label, readings?.[0]?.becomes]),
  }));
}

describe('the answers to a question, worked out on rows of the file', () => {
  it('show in UTC what each zone makes of a name that several zones have', async () => {
    expect(await askedOf('Time (IST),a', '2024-04-13 06:15:00,1')).toEqual([
      {
        about: 'zone',
        answers: [
          ['Asia/Kolkata', '13 April 2024 00:45 UTC'],
          ['Asia/Jerusalem', '13 April 2024 03:15 UTC'],
          ['Europe/Dublin', '13 April 2024 05:15 UTC'],
        ],
      },
    ]);
  });

  it('show both signs of a bias that zones of both exist for', async () => {
    const header = 'Tagname,TimeStamp,Value,TimeZoneBias';
    expect(await askedOf(header, 'a.b,2024-04-13 06:15:00,1,-300')).toEqual([
      {
        about: 'zone',
        answers: [
          ['-05:00', '13 April 2024 11:15 UTC'],
          ['+05:00', '13 April 2024 01:15 UTC'],
        ],
      },
    ]);
    expect(await askedOf(header, 'a.b,2024-04-13 06:15:00,1,-330')).toEqual([]);
    expect(await askedOf(header, 'a.b,2024-04-13 06:15:00,1,0')).toEqual([]);
  });

  it('show both orders of a file whose year comes first', async () => {
    const rows = ['01', '02', '03', '04', '05'].map((day) => `2024-04-${day} 06:15:00,1`);
    expect(await askedOf('time,a', ...rows, '2024-13-05 06:15:00,1')).toEqual([
      {
        about: 'date-order',
        answers: [
          ['Year, month, day: such rows are rejected', '1 April 2024 06:15'],
          ['Year, day, month', '4 January 2024 06:15'],
        ],
      },
    ]);
  });
});
