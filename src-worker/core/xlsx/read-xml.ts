import { DecodeUTF8 } from 'fflate';
import { Parser } from 'htmlparser2';
import { damaged } from './faults.ts';
import { LIMITS } from './limits.ts';

/** What is heard of a document. Names are without their prefix. */
export interface XmlListener {
  readonly onOpen: (name: string, attributes: Readonly<Partial<Record<string, string>>>) => void;
  readonly onText?: (text: string) => void;
  readonly onClose?: (name: string) => void;
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads XML that comes in portions. Entities that the document defines are not expanded. */
export class XmlReader {
  private readonly parser: Parser;
  private readonly decoder: DecodeUTF8;
  private readonly file: string;
  private quietBytes = 0;

  constructor(file: string, { onOpen, onText, onClose }: XmlListener) {
    this.file = file;
    this.parser = new Parser(
      {
        onopentag: (name, attributes) => {
          this.quietBytes = 0;
          onOpen(withoutPrefix(name), attributes);
        },
        ...(onText === undefined ? {} : { ontext: onText }),
        ...(onClose === undefined ? {} : { onclosetag: (name: string) => onClose(withoutPrefix(name)) }),
      },
      { xmlMode: true },
    );
    this.decoder = new DecodeUTF8((text) => this.parser.write(text));
  }

  /** Throws `bad-file` for bytes without any tag, which would only fill the memory. */
  push(bytes: Uint8Array): void {
    this.quietBytes += bytes.length;
    this.decoder.push(bytes, false);
    if (this.quietBytes > LIMITS.tagBytes)
      throw damaged(this.file, 'a part of it holds megabytes of text in one place');
  }

  end(): void {
    this.decoder.push(new Uint8Array(0), true);
    this.parser.end();
  }
}

/** Reads a whole part. */
export function readXml(portions: Iterable<Uint8Array>, file: string, listener: XmlListener): void {
  const reader = new XmlReader(file, listener);
  for (const bytes of portions) reader.push(bytes);
  reader.end();
}
