import { describe, expect, it } from 'vitest';
import { emptySummaries, mergeStretches } from '../series/merge-summaries.ts';
import { decodeChunk } from './decode-chunk.ts';
import { encodeChunk } from './encode-chunk.ts';
import { readPyramid } from './pyramid.ts';
import { blockOf, START } from './fixtures/blocks.ts';

/** As earlier versions wrote them: format, times, values and pyramid, and what they hold. */
const EARLIER = [
  {
    format: 'offsets of 8 bits, times as differences',
    times: 'AgEAAAAAAAAAAIBKb+l4QgAAAAAAAPA/AAAAAAAAAEACAAEt',
    values: 'AgIBAQAAAAAAAAAAALCdQJb/4QCv',
    pyramid:
      'AQAAAAAAAAAAAAAAAAAUQAAAAAAAAPA/AACASm/peEIAQIZKb+l4QgAAgEpv6XhCAAAAAACANEAAkIBKb+l4QgAAAAAAADNAAGCASm/peEIAAAAAAEA1QABAhkpv6XhCAAAAAADANEA=',
    readings: blockOf(
      [20.5, NaN, 21.25, 19, 20.75],
      [0, 5, 6, 9, 100].map((ms) => START + ms),
    ),
  },
  {
    format: 'offsets of 16 bits, regular times',
    times: 'AQAAAAAAAAAAAIBKb+l4QgAAAAAAQI9A',
    values: 'AgACAQAAAAAAAAAAgIQuQQAAWgD//7QADwHoAw==',
    pyramid:
      'AQAAAAAAAAAAAAAAAAAYQAAAAAAAAPA/AACASm/peEIAgLhLb+l4QgAAgEpv6XhCAAAAAICELkEAAIBKb+l4QgAAAACAhC5BAIC4S2/peEIAAAAAUIwuQQCAuEtv6XhCAAAAAFCMLkE=',
    readings: blockOf([1_000_000, 1_000_090, NaN, 1_000_180, 1_000_271, 1_001_000]),
  },
  {
    format: 'differences of 8 bits',
    times: 'AQAAAAAAAAAAAIBKb+l4QgAAAAAAQI9A',
    values: 'AwABAQAAAAAAAAAAAAAAAABkZGSAZA==',
    pyramid:
      'AQAAAAAAAAAAAAAAAAAYQAAAAAAAAPA/AACASm/peEIAgLhLb+l4QgAAgEpv6XhCAAAAAAAAAAAAAIBKb+l4QgAAAAAAAAAAAIC4S2/peEIAAAAAAAB5QACAuEtv6XhCAAAAAAAAeUA=',
    readings: blockOf([0, 100, 200, 300, NaN, 400]),
  },
  {
    format: 'float32',
    times: 'AQAAAAAAAAAAAIBKb+l4QgAAAAAAQI9A',
    values: 'AQAAAAAAAADNzMw9AADAfwAAAIA=',
    pyramid:
      'AQAAAAAAAAAAAAAAAAAIQAAAAAAAAPA/AACASm/peEIAAP1Kb+l4QgAAgEpv6XhCAAAAoJmZuT8AAP1Kb+l4QgAAAAAAAACAAACASm/peEIAAACgmZm5PwAA/Upv6XhCAAAAAAAAAIA=',
    readings: blockOf([Math.fround(0.1), NaN, -0]),
  },
];

describe('a chunk of an earlier version', () => {
  const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

  it.each(EARLIER)('is read as it was written: $format', ({ times, values, pyramid, readings }) => {
    const { header } = encodeChunk(readings);
    const chunk = { header, times: bytesOf(times), values: bytesOf(values), pyramid: bytesOf(pyramid) };
    const decoded = decodeChunk({ ...chunk, qualities: new Uint8Array(0), statuses: [] });
    expect(decoded.timesMs).toEqual(readings.timesMs);
    expect([...decoded.values].map((value) => Object.is(value, -0))).toEqual(
      [...readings.values].map((value) => Object.is(value, -0)),
    );
    expect(decoded.values).toEqual(readings.values);
    const [earlier, now] = [chunk.pyramid, encodeChunk(readings).pyramid].map((bytes) =>
      readPyramid(bytes, header.readingCount),
    );
    // Today a long gap ends a bucket.
    const whole = emptySummaries(1).stretches;
    if (now !== undefined) mergeStretches(now, 0, now.length, whole, 0);
    expect(earlier).toEqual(whole);
  });
});
