// The row kernel: reads plain rows of a wide file (plain-rows.ts), in AssemblyScript with WebAssembly SIMD.
// `npm run build` compiles it into row-kernel.generated.ts. Addresses and sizes are in bytes.
//
// A row is plain when it has exactly the cells of the plan, its time is written as the template says, every value is
// empty or a sign, at most 15 digits and a decimal sign, and every constant cell is empty or as before. At any other row the kernel stops, and the reader in
// TypeScript reads that row and decides.

const LF: u32 = 10;
const CR: u32 = 13;

/** Kinds of columns, one byte each. */
const VALUE: u32 = 1;
const TIME: u32 = 2;
const CONSTANT: u32 = 3;
const KINDS: usize = 2048;
/** Address of the first value of each column, or of its constant text with the length in front; four bytes each. */
const TARGETS: usize = 8192;

/** The time's template: 32 bytes that are 255 where a digit stands, 32 that are 255 where a sign stands, 32 of signs. */
const DIGITS: usize = 1024;
const SIGNS: usize = 1056;
const TEXT: usize = 1088;
/** Places of year, month, day, hour, minute, second and fraction in the time cell, four bytes each. */
const PLACES: usize = 1120;

/** 10^0 to 10^15 as float64. */
const POWERS: usize = 1152;

let delimiter: u32 = 0;
let decimalSign: u32 = 0;
let quote: u32 = 0;
let columnCount: u32 = 0;
let timeLength: u32 = 0;
let hasSeconds: bool = false;
let fractionDigits: u32 = 0;

/** Where the last call stopped: the first byte of the row that was not read. */
let stoppedAt: usize = 0;
/** Empty values among the rows of the last call. */
let emptyCount: u32 = 0;
/** True when the last call met a row that is not plain; false when the bytes or the room ended. */
let isStopped: bool = false;

export function position(): usize {
  return stoppedAt;
}
export function empties(): u32 {
  return emptyCount;
}
export function metOther(): bool {
  return isStopped;
}

export function configure(
  delimiterByte: u32,
  decimalByte: u32,
  quoteByte: u32,
  columns: u32,
  timeBytes: u32,
  seconds: bool,
  fraction: u32,
): void {
  delimiter = delimiterByte;
  decimalSign = decimalByte;
  quote = quoteByte;
  columnCount = columns;
  timeLength = timeBytes;
  hasSeconds = seconds;
  fractionDigits = fraction;
  let power: f64 = 1;
  for (let exponent: usize = 0; exponent < 16; exponent++) {
    store<f64>(POWERS + (exponent << 3), power);
    power *= 10;
  }
}

// @ts-ignore: a decorator on a function
@inline
function two(at: usize): i32 {
  return (<i32>load<u8>(at) - 48) * 10 + <i32>load<u8>(at, 1) - 48;
}

// @ts-ignore: a decorator on a function
@inline
function place(field: usize): usize {
  return load<u32>(PLACES + (field << 2));
}

// @ts-ignore: a decorator on a function
@inline
function fits(at: usize, offset: usize): bool {
  const bytes = v128.load(at + offset);
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10));
  const signs = i8x16.eq(bytes, v128.load(TEXT + offset));
  return i8x16.all_true(
    v128.and(
      v128.or(digits, v128.not(v128.load(DIGITS + offset))),
      v128.or(signs, v128.not(v128.load(SIGNS + offset))),
    ),
  );
}

/** Days from 1970-01-01 to a day of the Gregorian calendar. Source: H. Hinnant, days_from_civil. */
// @ts-ignore: a decorator on a function
@inline
function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const shifted = month <= 2 ? year - 1 : year;
  const era = shifted / 400;
  const yearOfEra = shifted - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

// @ts-ignore: a decorator on a function
@inline
function daysInMonth(year: i32, month: i32): i32 {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return 30 + ((month + (month >> 3)) & 1);
}

/** The clock's time of the cell at `at` as if UTC, epoch ms; NaN when it is not such a time. */
function timeAt(at: usize, lastDay: i32): f64 {
  if (!fits(at, 0) || !fits(at, 16)) return NaN;
  const yearAt = at + place(0);
  const year = two(yearAt) * 100 + two(yearAt + 2);
  const month = two(at + place(1));
  const day = two(at + place(2));
  const hour = two(at + place(3));
  const minute = two(at + place(4));
  const second = hasSeconds ? two(at + place(5)) : 0;
  if (year < 1600 || month < 1 || month > 12 || day < 1 || day > lastDay || day > daysInMonth(year, month)) return NaN;
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  let milliseconds = 0;
  const fractionAt = at + place(6);
  for (let digit: u32 = 0; digit < 3; digit++)
    milliseconds =
      milliseconds * 10 + (digit < fractionDigits ? <i32>load<u8>(fractionAt + digit) - 48 : 0);
  const ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  return <f64>daysFromCivil(year, month, day) * 86400000 + <f64>ofDay;
}

/** Where a cell ends that begins at `at` with the text at `text`, or is empty; 0 when it does neither. */
// @ts-ignore: a decorator on a function
@inline
function behindConstant(at: usize, text: usize): usize {
  const byte: u32 = load<u8>(at);
  if (byte == delimiter || byte == LF || byte == CR) return at;
  const length: usize = load<u32>(text);
  for (let place: usize = 0; place < length; place++)
    if (load<u8>(at + place) != load<u8>(text + 4 + place)) return 0;
  return at + length;
}

/**
 * Reads rows from `at` until `end`, where a line feed has to stand, or until `most` are read; a row that the bytes do
 * not hold whole is left. Writes the times to `times` (float64), where each row begins to `begins` (four bytes), and
 * each column's values behind its target. Returns the number of rows read.
 */
export function readRows(at: usize, end: usize, most: u32, times: usize, begins: usize, lastDay: i32): u32 {
  let rows: u32 = 0;
  emptyCount = 0;
  isStopped = false;
  while (rows < most && at < end) {
    let byte: u32 = 0;
    let p = at;
    let column: u32 = 0;
    let isPlain = false;
    let empty: u32 = 0;
    for (;;) {
      const kind: u32 = load<u8>(KINDS + column);
      if (kind == VALUE) {
        byte = load<u8>(p);
        const isNegative = byte == 45;
        const start = p;
        if (isNegative || byte == 43) byte = load<u8>(++p);
        let mantissa: u64 = 0;
        let digits = p;
        while (byte - 48 < 10) {
          mantissa = mantissa * 10 + (byte - 48);
          byte = load<u8>(++p);
        }
        let count = p - digits;
        let scale: usize = 0;
        if (byte == decimalSign) {
          byte = load<u8>(++p);
          digits = p;
          while (byte - 48 < 10) {
            mantissa = mantissa * 10 + (byte - 48);
            byte = load<u8>(++p);
          }
          scale = p - digits;
          count += scale;
        }
        const target = <usize>load<u32>(TARGETS + (column << 2)) + (rows << 3);
        if (count == 0) {
          if (p != start) break;
          store<f64>(target, NaN);
          empty++;
        } else {
          if (count > 15) break;
          const value = <f64>mantissa / load<f64>(POWERS + (scale << 3));
          store<f64>(target, isNegative ? -value : value);
        }
      } else if (kind == TIME) {
        if (p + timeLength > end) break;
        const time = timeAt(p, lastDay);
        if (time != time) break;
        store<f64>(times + (rows << 3), time);
        p += timeLength;
        byte = load<u8>(p);
      } else if (kind == CONSTANT) {
        const behind = behindConstant(p, load<u32>(TARGETS + (column << 2)));
        if (behind == 0 || behind > end) break;
        p = behind;
        byte = load<u8>(p);
      } else {
        byte = load<u8>(p);
        while (byte != delimiter && byte != LF && byte != quote) byte = load<u8>(++p);
        if (byte == LF && load<u8>(p - 1) == CR && p > at) {
          p--;
          byte = CR;
        }
      }
      if (byte == delimiter) {
        p++;
        if (++column == columnCount) break;
        continue;
      }
      if (byte == CR) byte = load<u8>(++p);
      isPlain = byte == LF && column + 1 == columnCount;
      break;
    }
    if (p >= end) break;
    if (!isPlain) {
      isStopped = true;
      break;
    }
    store<u32>(begins + (rows << 2), <u32>at);
    emptyCount += empty;
    at = p + 1;
    rows++;
  }
  stoppedAt = at;
  return rows;
}
