import { plainName } from './column-names.ts';
import type { ColumnStats } from './column-stats.ts';
import type { QualityScale } from '../import-plan.ts';
import { FIRST_UNCERTAIN_UA, readQuality } from './statuses.ts';

/** How the cells of a quality column are to be read, from its name and contents; null when it does not look like one. */
export function detectQualityScale(name: string, stats: ColumnStats): QualityScale | null {
  const plain = plainName(name);
  if (stats.filled === 0) return plain === 'status' ? null : 'words';
  if ([...stats.distinctTexts].some((text) => /^\d+(?:[.,]\d+)?\s*%$/.test(text)))
    return /conf/.test(plain) ? 'confidence' : 'percent';
  if (stats.numbers < 0.5 * stats.filled) {
    const known = [...stats.distinctTexts].filter((text) => readQuality(text, 'words') !== null).length;
    return known >= 0.5 * stats.distinctTexts.size ? 'words' : null;
  }
  if (!stats.isInteger && !/conf/.test(plain)) return null;
  if (stats.highest >= FIRST_UNCERTAIN_UA && stats.highest < 2 ** 32 && stats.lowest >= 0) return 'opc-ua';
  if (stats.lowest < 0 || stats.highest > 65_535) return null;
  if (/conf/.test(plain)) return stats.highest <= 100 ? 'confidence' : null;
  if (/valid|good|gultig/.test(plain)) return stats.highest < 64 ? 'validity' : 'opc';
  if (/opc|detail|integrity/.test(plain)) return 'opc';
  if (stats.highest >= 192)
    return [...stats.distinctNumbers].some((value) => value >= 192 && value < 256) ? 'opc' : null;
  if (stats.highest === 100) return 'percent';
  if (stats.highest > 1) return 'aveva';
  return stats.highest === 1 ? (stats.lowest === 1 ? 'validity' : 'aveva') : 'aveva';
}
