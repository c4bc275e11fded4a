import type { PlantFields } from '@shared/contract/plants.ts';
import type { ByteSource } from './csv-stream.ts';
import { detectEncoding } from './text/encoding.ts';
import { badFile, countOf, countText } from './messages.ts';
import { RecordStream } from './text/parser.ts';
import { readWholeFile, textsOf } from './text/whole-file.ts';

export interface PlantRegistry {
  readonly plants: readonly PlantFields[];
  readonly notices: readonly string[];
}

const NEEDED = ['name', 'gppd_idnr', 'capacity_mw', 'latitude', 'longitude', 'primary_fuel'] as const;
type Field = (typeof NEEDED)[number] | 'country_long' | 'commissioning_year' | 'owner' | 'source' | 'url';

const MOST_PLANTS = 50_000;

/**
 * Reads the plants of a WRI Global Power Plant Database file, told by its column names in any order. What is empty there,
 * or out of range, is null. Throws `bad-file` when the columns are missing.
 */
export async function readPlantRegistry(source: ByteSource): Promise<PlantRegistry> {
  const bytes = await readWholeFile(source, 64, 'a plant registry');
  const plants: PlantFields[] = [];
  let places: ReadonlyMap<Field, number> | null = null;
  let nameless = 0;
  let odd = 0;
  const dialect = {
    encoding: detectEncoding(bytes).encoding,
    delimiter: ',',
    quoting: true,
    lineEnd: 'lf',
  } as const;
  const stream = new RecordStream(dialect, source.name, (row) => {
    const cells = textsOf(row);
    if (places === null) {
      places = placesOf(source.name, cells);
      return;
    }
    if (cells.every((text) => text === '')) return;
    const found = plantOf(cells, places);
    if (found === null) nameless++;
    else plants.push(found.plant);
    if (found?.isOdd === true) odd++;
    if (plants.length > MOST_PLANTS)
      throw badFile(source.name, {
        line: row.line,
        expected: `at most ${countText(MOST_PLANTS)} plants`,
        message: `The file has more than ${countText(MOST_PLANTS)} plants. Nothing was imported. Cut it to the countries you need.`,
      });
  });
  stream.push(bytes);
  stream.end();
  const notices = [`${countOf(plants.length, 'plant')} read from ${source.name}.`];
  const yearless = plants.filter(({ commissioningYear }) => commissioningYear === null).length;
  if (yearless > 0)
    notices.push(
      `${countOf(yearless, 'plant has', 'plants have')} no commissioning year; it stays not known.`,
    );
  if (nameless > 0)
    notices.push(`${countOf(nameless, 'row was', 'rows were')} left out because the name is empty.`);
  if (odd > 0)
    notices.push(
      `${countOf(odd, 'plant has', 'plants have')} a number that cannot be right; it stays not known.`,
    );
  return { plants, notices };
}

function placesOf(fileName: string, header: readonly string[]): ReadonlyMap<Field, number> {
  const fields = [...NEEDED, 'country_long', 'commissioning_year', 'owner', 'source', 'url'] as const;
  const places = new Map<Field, number>();
  for (const field of fields) {
    const place = header.findIndex((text) => text.toLowerCase() === field);
    if (place >= 0) places.set(field, place);
  }
  const missing = NEEDED.filter((field) => !places.has(field));
  if (missing.length > 0)
    throw badFile(fileName, {
      line: 1,
      column: missing[0] ?? null,
      seen: header.join(', '),
      expected: 'the columns of the WRI Global Power Plant Database',
      message: `Line 1 has no column ${missing.map((name) => `"${name}"`).join(', ')}. Nothing was imported. Choose a file of the WRI Global Power Plant Database, such as database_IND.csv.`,
    });
  return places;
}

function plantOf(
  cells: readonly string[],
  places: ReadonlyMap<Field, number>,
): { readonly plant: PlantFields; readonly isOdd: boolean } | null {
  const text = (field: Field, most: number): string | null => {
    const found = cells[places.get(field) ?? -1]?.slice(0, most).trim() ?? '';
    return found === '' ? null : found;
  };
  let isOdd = false;
  const number = (field: Field, low: number, high: number): number | null => {
    const found = text(field, 60);
    if (found === null) return null;
    const value = Number(found);
    if (value >= low && value <= high) return value;
    isOdd = true;
    return null;
  };
  const name = text('name', 120);
  if (name === null) return null;
  const year = number('commissioning_year', 1850, 2100);
  const source = [text('source', 180), text('url', 210)].filter((part) => part !== null).join(', ');
  const plant: PlantFields = {
    name,
    country: text('country_long', 80),
    state: null,
    latitude: number('latitude', -90, 90),
    longitude: number('longitude', -180, 180),
    fuel: text('primary_fuel', 40),
    capacityMw: number('capacity_mw', 0, 100_000),
    owner: text('owner', 200),
    commissioningYear: year === null ? null : Math.trunc(year),
    source: `WRI Global Power Plant Database (CC BY 4.0)${source === '' ? '' : `: ${source}`}`.slice(0, 400),
    sourceId: text('gppd_idnr', 80),
    notes: null,
    units: [],
  };
  return { plant, isOdd };
}
