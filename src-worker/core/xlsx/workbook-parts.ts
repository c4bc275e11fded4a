import { damaged, tooLarge } from './faults.ts';
import { inflateEntry } from './inflate-entry.ts';
import { LIMITS } from './limits.ts';
import { builtInKind, type FormatKind, kindOfFormat } from './number-formats.ts';
import { readXml } from './read-xml.ts';
import type { ZipEntry } from './zip-directory.ts';

export type Archive = ReadonlyMap<string, ZipEntry>;

/** What a workbook says of its first sheet that is shown. */
export interface FirstSheet {
  readonly name: string;
  readonly entry: ZipEntry;
  readonly sheetCount: number;
  /** Days are counted from 1904 instead of 1900. */
  readonly is1904: boolean;
}

const WORKSHEET = /\/worksheet$/;

/** Throws `bad-file` where there is no sheet, or where it is a workbook of another kind. */
export function findFirstSheet(archive: Archive, file: string): FirstSheet {
  const workbook = partNamed(archive, /^xl\/workbook\d*\.xml$/);
  if (workbook === null) throw damaged(file, describeOther(archive));
  const targets = readRelations(archive, file, workbook.name);
  const sheets: { name: string; id: string; isHidden: boolean }[] = [];
  let is1904 = false;
  readXml(inflateEntry(workbook, file, LIMITS.partBytes), file, {
    onOpen: (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/i.test(attributes['date1904'] ?? '');
      if (name === 'sheet')
        sheets.push({
          name: attributes['name'] ?? '',
          id: attributes['r:id'] ?? attributes['relationships:id'] ?? '',
          isHidden: /hidden/i.test(attributes['state'] ?? ''),
        });
    },
  });
  for (const { name, id } of sheets.toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden))) {
    const target = targets.get(id);
    const entry = target === undefined ? undefined : archive.get(target);
    if (entry !== undefined) return { name, entry, sheetCount: sheets.length, is1904 };
  }
  throw damaged(file, 'it has no sheet with cells');
}

const partNamed = (archive: Archive, pattern: RegExp): ZipEntry | null =>
  [...archive.values()].find(({ name }) => pattern.test(name)) ?? null;

function describeOther(archive: Archive): string {
  if (archive.has('xl/workbook.bin')) return 'it is a binary workbook (.xlsb)';
  if (archive.has('content.xml')) return 'it is an OpenDocument file (.ods)';
  return 'the list of its sheets is missing';
}

/** Paths of worksheets by the number of their relation. */
function readRelations(archive: Archive, file: string, workbook: string): ReadonlyMap<string, string> {
  const slash = workbook.lastIndexOf('/');
  const folder = workbook.slice(0, slash + 1);
  const entry = archive.get(`${folder}_rels/${workbook.slice(slash + 1)}.rels`);
  const targets = new Map<string, string>();
  if (entry === undefined) return targets;
  readXml(inflateEntry(entry, file, LIMITS.partBytes), file, {
    onOpen: (name, attributes) => {
      if (name !== 'Relationship' || !WORKSHEET.test(attributes['Type'] ?? '')) return;
      const target = attributes['Target'] ?? '';
      targets.set(attributes['Id'] ?? '', target.startsWith('/') ? target.slice(1) : folder + target);
    },
  });
  return targets;
}

/** Kind of number format of every cell style. */
export function readFormatKinds(archive: Archive, file: string): readonly FormatKind[] {
  const entry = archive.get('xl/styles.xml');
  const kinds: FormatKind[] = [];
  if (entry === undefined) return kinds;
  const custom = new Map<number, FormatKind>();
  let isInCells = false;
  readXml(inflateEntry(entry, file, LIMITS.partBytes), file, {
    onOpen: (name, attributes) => {
      const id = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') custom.set(id, kindOfFormat(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') isInCells = true;
      if (name === 'xf' && isInCells) kinds.push(custom.get(id) ?? builtInKind(id));
    },
    onClose: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return kinds;
}

/** The texts that cells share, each cut at 1,000 characters; what is said on how to pronounce them is left out. */
export function readSharedTexts(archive: Archive, file: string): readonly string[] {
  const entry = archive.get('xl/sharedStrings.xml');
  const texts: string[] = [];
  if (entry === undefined) return texts;
  let text = '';
  let isText = false;
  let isSpoken = false;
  readXml(inflateEntry(entry, file, LIMITS.textsBytes), file, {
    onOpen: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isSpoken = true;
      isText = name === 't';
    },
    onText: (part) => {
      if (isText && !isSpoken && text.length < LIMITS.cellText) text += part;
    },
    onClose: (name) => {
      if (name === 'rPh') isSpoken = false;
      if (name === 't') isText = false;
      if (name !== 'si') return;
      texts.push(text.slice(0, LIMITS.cellText));
      if (texts.length > LIMITS.texts)
        throw tooLarge(file, 'it holds more different texts than fit', `${LIMITS.texts} texts`);
    },
  });
  return texts;
}
