import type { SearchOption } from '@shared/contract/searches.ts';
import { askWorker } from './analysis-client.ts';
import { unwrap } from './plant-client.ts';

/** The options of a detector that a search can vary, with their usual bounds. Throws CallFailure. */
export const searchSpaceOf = async (detectorId: string): Promise<readonly SearchOption[]> =>
  unwrap(await askWorker((api) => api.searchSpace(detectorId)));
