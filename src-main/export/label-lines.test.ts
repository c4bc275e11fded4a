import { describe, expect, it } from 'vitest';
import type { Label } from '@shared/contract/labels.ts';
import { readLabels } from '@core/labels/read-labels.ts';
import { labelFile } from './label-lines.ts';

const label: Label = {
  id: 3,
  kind: 'tube-leak',
  tagName: 'Feedwater, flow',
  startMs: Date.UTC(2024, 3, 12, 1),
  endMs: Date.UTC(2024, 3, 12, 2, 30),
  note: '=HYPERLINK("x")',
  source: 'user',
  author: 'asha',
  fileName: null,
  createdMs: Date.UTC(2024, 3, 13),
  changedMs: null,
};

describe('the file of labels', () => {
  it('guards texts that a spreadsheet would run', () => {
    expect(labelFile([label])).toBe(
      'start,end,kind,tag,note,source,author,file,created,changed\r\n' +
        '2024-04-12T01:00:00.000+00:00,2024-04-12T02:30:00.000+00:00,tube-leak,"Feedwater, flow",' +
        '"\'=HYPERLINK(""x"")",user,asha,,2024-04-13T00:00:00.000+00:00,\r\n',
    );
  });

  it('can be imported again', async () => {
    const bytes = new TextEncoder().encode(labelFile([{ ...label, note: 'plain' }]));
    const source = {
      name: 'labels.csv',
      sizeBytes: bytes.length,
      open: async function* () {
        await Promise.resolve();
        yield bytes;
      },
    };
    const { kind, tagName, startMs, endMs } = label;
    expect((await readLabels(source, 'Asia/Kolkata')).labels).toEqual([
      { kind, tagName, startMs, endMs, note: 'plain' },
    ]);
  });
});
