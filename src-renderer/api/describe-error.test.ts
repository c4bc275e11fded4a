import { describe, expect, it } from 'vitest';
import { describeError } from './describe-error.ts';

describe('describing a failure', () => {
  it('says file, line, column, what was seen and what was expected', () => {
    const description = describeError({
      kind: 'bad-file',
      file: 'april.csv',
      line: 812,
      column: 'U1.LOAD',
      seen: '13-05-2024',
      expected: 'month-day as in line 3',
      message: 'The file mixes two date orders; nothing was imported.',
    });
    expect(description.title).toBe('Cannot read "april.csv", line 812, column "U1.LOAD"');
    expect(description.text).toBe(
      'The file mixes two date orders; nothing was imported. Seen: "13-05-2024". Expected: month-day as in line 3.',
    );
  });

  it('leaves out what a file fault does not know', () => {
    const fault = {
      kind: 'bad-file',
      file: 'a.csv',
      line: null,
      column: null,
      seen: null,
      expected: null,
    } as const;
    expect(describeError({ ...fault, message: 'The file is empty.' })).toEqual({
      title: 'Cannot read "a.csv"',
      text: 'The file is empty.',
    });
  });

  it('ends a message that is no sentence before it goes on', () => {
    expect(describeError({ kind: 'internal', message: 'x is not a function' }).text).toMatch(
      /^x is not a function\. The stored data is as before\./,
    );
  });

  it('leaves a failure of the data file as it is that says what to do itself', () => {
    const message =
      'The database is locked by another program: DB Browser (process 7). Close what has it open and try again.';
    expect(describeError({ kind: 'storage', message }).text).toBe(message);
  });

  it('adds what to do when the data file fails', () => {
    expect(describeError({ kind: 'storage', message: 'The disk is full.' }).text).toMatch(
      /^The disk is full\. Check free disk space/,
    );
  });
});
