import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber } from './numbers.ts';
import { numberOf } from './numbers-with-unit.ts';
import { encodeText } from '../text/text.ts';

const parse = (text: string, sign: '.' | ',' = '.'): number => {
  const bytes = encodeText(`x${text};`);
  return parseNumber(bytes, 1, bytes.length - 1, sign.charCodeAt(0));
};

describe('a number of the sample', () => {
  it('is what the reader makes of it with the decimal sign that it has, else with a point', () => {
    const text = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        fc.stringMatching(/^[0-9]{1,12}$/),
        fc.constantFrom('', '.', ','),
        fc.stringMatching(/^[0-9]{1,8}$/),
      )
      .map(([sign, whole, point, rest]) => (point === '' ? sign + whole : sign + whole + point + rest));
    fc.assert(
      fc.property(text, (number) => {
        const point = parse(number);
        expect(numberOf(number)).toBe(Number.isNaN(point) ? parse(number, ',') : point);
      }),
      { seed: 3, numRuns: 3000 },
    );
  });
});

describe('reading a number from bytes', () => {
  it.each([
    ['0', 0],
    ['-5.2', -5.2],
    ['+7', 7],
    ['.5', 0.5],
    ['5.', 5],
    ['1.23E+05', 123000],
    ['2.4987000e-01', 0.24987],
    ['74.93588199999998', 74.93588199999998],
    ['9007199254740993', 9007199254740992],
    ['0.1e-400', 0],
    ['  498.7 ', 498.7],
    ['1e2  ', 100],
    ['1,498.7', 1498.7],
    ['1,25,000.50', 125000.5],
    ['12,34,56,789', 123456789],
    ["1'498.7", 1498.7],
    ['1\u00a0498.7', 1498.7],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  it.each([
    ['538,25', 538.25],
    ['1.498,7', 1498.7],
    ['1.498', 1498],
    ['1 498,7', 1498.7],
    ['45383260439,81', 45383260439.81],
    ['-1,5E3', -1500],
  ])('reads %s with a decimal comma', (text, expected) => {
    expect(parse(text, ',')).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '-',
    '.',
    'NaN',
    '-Infinity',
    'Infinity',
    '1e999',
    '-1e999',
    '0x1F',
    '１２',
    '1e',
    '1 2',
    '1,2',
    '0,123',
    '1,25,00',
    '5 %',
    '1_000',
    '--1',
    '1-2',
    '2024-04-01',
    'e5',
    '9'.repeat(400),
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeNaN();
  });

  it('refuses a point that cannot group digits when the decimal sign is the comma', () => {
    expect(parse('538.25', ',')).toBeNaN();
  });

  it('rounds as the engine does, whatever the digits', () => {
    const digits = fc.stringMatching(/^[0-9]{0,25}$/);
    fc.assert(
      fc.property(
        digits,
        digits,
        fc.option(fc.integer({ min: -330, max: 300 })),
        (whole, fraction, exponent) => {
          fc.pre(whole.length + fraction.length > 0);
          const text = `${whole}.${fraction}${exponent === null ? '' : `e${exponent}`}`;
          const expected = Number(text);
          expect(parse(text)).toBe(Number.isFinite(expected) ? expected : NaN);
        },
      ),
      { seed: 7, numRuns: 5000 },
    );
  });

  it('gives back every double from its shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(!Object.is(value, -0));
        expect(parse(String(value))).toBe(value);
        expect(parse(String(value).replace('.', ','), ',')).toBe(value);
      }),
      { seed: 8, numRuns: 5000 },
    );
  });
});
