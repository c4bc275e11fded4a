import { describe, expect, it } from 'vitest';
import { readLines as read, readWhole, sourceOf } from './fixtures/read-bytes.ts';
import { encodeText } from './text/text.ts';

describe('what surrounds the table', () => {
  it('reads lines that end with a carriage return alone', async () => {
    const result = await readWhole(
      sourceOf(encodeText('time,a\r2024-04-01 06:15:00,1\r2024-04-01 06:15:10,2\r')),
    );
    expect(result.readings.map(([, , value]) => value)).toEqual([1, 2]);
  });

  it('rejects a footer and passes over a repeated header', async () => {
    const result = await read(
      {},
      'time,v',
      '2024-04-01 06:15:00,1.4',
      'time,v',
      '2024-04-01 06:15:10,2.5',
      '',
      '(2 rows affected)',
    );
    expect(result.readings.map(([, , value]) => value)).toEqual([1.4, 2.5]);
    expect(result.outcome.rejects.map(({ line, raw }) => [line, raw])).toEqual([[6, '(2 rows affected)']]);
  });

  it('keeps tags whose columns share a name apart below a header that stands between the rows', async () => {
    const result = await read(
      {},
      'Tag,TI101,P,FI102,FI102',
      'Timestamp,Value,Pressure,Value,Confidence',
      '13-APR-2024 06:15:00,498.7,7.1,12.1,100',
      '13-APR-2024 06:16:00,499.1,7.2,12.2,100',
      'Timestamp,Value,Load,Value,Confidence',
      '13-APR-2024 06:17:00,499.7,80,12.3,100',
    );
    const last = result.readings.filter(([, time]) => time.includes('06:17'));
    expect(last.map(([tag, , value]) => [tag, value])).toEqual([
      ['TI101', 499.7],
      ['FI102', 12.3],
      ['Load', 80],
    ]);
  });

  it('refuses a header between the rows that names one new tag twice', async () => {
    const rows = ['time,v,w', '2024-04-01 06:15:00,1.4,3', 'time,Load,Load', '2024-04-01 06:15:10,1,2'];
    await expect(read({}, ...rows)).rejects.toThrow(/a second header names other columns \(Load, Load\)/);
  });

  it('asks when a wide file mixes the rows of several plants', async () => {
    const { preview } = await read(
      {},
      'time,plant,a,b',
      '2024-04-01 06:15:00,P1,1,2',
      '2024-04-01 06:15:00,P2,3,4',
      '2024-04-01 06:15:10,P1,1,2',
      '2024-04-01 06:15:10,P2,3,4',
    );
    expect(preview.questions.map(({ about }) => about)).toEqual(['layout']);
  });

  it('asks for the decimal sign when every number has three digits behind it, and not for a comma-separated file', async () => {
    const rows = (delimiter: string) => [`time${delimiter}v`, `2024-04-01 06:15:00${delimiter}1.498`];
    const open = await read({}, ...rows(';'));
    expect(open.preview.questions.map(({ about }) => about)).toEqual(['decimal']);
    const closed = await read({}, ...rows(','));
    expect(closed.preview.questions).toEqual([]);
  });

  it('states evidence and confidence for every choice', async () => {
    const { preview } = await read({}, 'time,v', '2024-04-01 06:15:00,1.4', '2024-04-01 06:15:10,2.5');
    expect(preview.evidence.map(({ about }) => about).toSorted()).toEqual([
      'date-form',
      'date-order',
      'decimal',
      'delimiter',
      'encoding',
      'header',
      'layout',
      'zone',
    ]);
    for (const { confidence, because } of preview.evidence) {
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
      expect(because).not.toBe('');
    }
  });

  it('shows the first rows as they will be stored', async () => {
    const { preview } = await read({}, 'time,v', '2024-04-01 06:15:00,1.4', '2024-04-01 06:15:10,Bad');
    expect(preview.rows).toEqual([
      {
        line: 2,
        timeMs: Date.UTC(2024, 3, 1, 6, 15),
        cells: [
          { text: '2024-04-01 06:15:00', value: null, status: null },
          { text: '1.4', value: 1.4, status: null },
        ],
      },
      {
        line: 3,
        timeMs: Date.UTC(2024, 3, 1, 6, 15, 10),
        cells: [
          { text: '2024-04-01 06:15:10', value: null, status: null },
          { text: 'Bad', value: null, status: 'Bad' },
        ],
      },
    ]);
  });
});
