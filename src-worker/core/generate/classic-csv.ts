import { csvText } from '../csv/write-csv.ts';
import { createIsoWriter } from '../iso-time.ts';
import type { PlantPortion } from './generate-plant.ts';
import { CLASSIC_COUNT, type Signal } from './signals.ts';

export interface ClassicPlant {
  readonly name: string;
  readonly fuel: string;
  readonly capacityMw: number;
}

/** The column's name with its unit in brackets, which the importer takes apart again; a ratio has none. */
const headerOf = ({ tagName, unit }: Signal): string => (unit === '1' ? tagName : `${tagName} [${unit}]`);

/**
 * Writes generated rows as the classic table of nine columns: `timestamp` (ISO 8601, UTC), `plant`, `fuel`, `capacity_mw`,
 * `temperature [degC]`, `vibration [mm/s]`, `pressure [bar]`, `flow_rate [t/h]`, `load_factor`. Lines end with a line feed;
 * a missing reading is an empty cell. `signals` are those of the generated plant.
 */
export function createClassicCsv(plant: ClassicPlant, signals: readonly Signal[]) {
  const classic = signals.slice(0, CLASSIC_COUNT);
  const isoTime = createIsoWriter();
  const constant = `,${csvText(plant.name)},${csvText(plant.fuel)},${String(plant.capacityMw)}`;
  return {
    header: `${['timestamp', 'plant', 'fuel', 'capacity_mw', ...classic.map(headerOf)].join(',')}\n`,
    rows({ timesMs, columns }: PlantPortion): string {
      let text = '';
      for (let row = 0; row < timesMs.length; row++) {
        text += isoTime(timesMs[row]) + constant;
        for (let index = 0; index < CLASSIC_COUNT; index++) {
          const value = columns[index].values[row];
          text += Number.isNaN(value) ? ',' : `,${value.toFixed(classic[index].decimals)}`;
        }
        text += '\n';
      }
      return text;
    },
  };
}
