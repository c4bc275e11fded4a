import type { Encoding } from '../import-plan.ts';
import { type CodePage, codesOf } from './code-pages.ts';
import { writeUtf8 } from './text.ts';

/** Turns portions of a file, cut anywhere, into UTF-8 without a byte order mark. The result is read before the next call. */
export interface Transcoder {
  push(bytes: Uint8Array): Uint8Array;
  /** What is left at the end of the file. */
  end(): Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** Passes the bytes on and leaves out the mark, which may be cut. */
function utf8Transcoder(): Transcoder {
  const mark = [0xef, 0xbb, 0xbf];
  let matched = 0;
  let decided = false;
  return {
    push(bytes) {
      if (decided) return bytes;
      let at = 0;
      while (at < bytes.length && matched < 3 && bytes[at] === mark[matched]) {
        matched++;
        at++;
      }
      if (matched === 3) {
        decided = true;
        return bytes.subarray(at);
      }
      if (at === bytes.length) return NOTHING;
      decided = true;
      if (matched === 0) return bytes;
      const joined = new Uint8Array(matched + bytes.length - at);
      joined.set(mark.slice(0, matched));
      joined.set(bytes.subarray(at), matched);
      return joined;
    },
    end: () => (decided ? NOTHING : Uint8Array.from(mark.slice(0, matched))),
  };
}

function codePageTranscoder(page: CodePage): Transcoder {
  const codes = codesOf(page);
  return {
    push(bytes) {
      const target = new Uint8Array(bytes.length * 3 + 4);
      let end = 0;
      for (const byte of bytes) end = writeUtf8(byte < 0x80 ? byte : codes[byte - 0x80], target, end);
      return target.subarray(0, end);
    },
    end: () => NOTHING,
  };
}

function utf16Transcoder(isLittle: boolean): Transcoder {
  let oddByte = -1;
  let highSurrogate = 0;
  let isFirst = true;
  const put = (unit: number, target: Uint8Array, at: number): number => {
    let end = at;
    if (isFirst) {
      isFirst = false;
      if (unit === 0xfeff) return end;
    }
    if (highSurrogate !== 0) {
      const high = highSurrogate;
      highSurrogate = 0;
      if (unit >= 0xdc00 && unit < 0xe000)
        return writeUtf8(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00), target, end);
      end = writeUtf8(0xfffd, target, end);
    }
    if (unit >= 0xd800 && unit < 0xdc00) {
      highSurrogate = unit;
      return end;
    }
    return writeUtf8(unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit, target, end);
  };
  return {
    push(bytes) {
      const target = new Uint8Array(bytes.length * 2 + 8);
      let end = 0;
      let at = 0;
      if (oddByte >= 0 && bytes.length > 0) {
        end = put(isLittle ? oddByte | (bytes[0] << 8) : (oddByte << 8) | bytes[0], target, end);
        oddByte = -1;
        at = 1;
      }
      for (; at + 1 < bytes.length; at += 2)
        end = put(
          isLittle ? bytes[at] | (bytes[at + 1] << 8) : (bytes[at] << 8) | bytes[at + 1],
          target,
          end,
        );
      if (at < bytes.length) oddByte = bytes[at];
      return target.subarray(0, end);
    },
    end() {
      const target = new Uint8Array(8);
      let end = highSurrogate === 0 ? 0 : writeUtf8(0xfffd, target, 0);
      if (oddByte >= 0) end = writeUtf8(0xfffd, target, end);
      return target.subarray(0, end);
    },
  };
}

export function createTranscoder(encoding: Encoding): Transcoder {
  switch (encoding) {
    case 'utf-8':
      return utf8Transcoder();
    case 'utf-16le':
      return utf16Transcoder(true);
    case 'utf-16be':
      return utf16Transcoder(false);
    case 'windows-1252':
    case 'windows-1250':
    case 'windows-1251':
    case 'cp437':
    case 'cp850':
    case 'cp866':
      return codePageTranscoder(encoding);
  }
}
