import type { DataChanged } from '@shared/contract/contract.ts';
import { backTestRequest, backTestResult } from '@shared/contract/back-tests.ts';
import { comparisonRequest, comparisonResult } from '@shared/contract/comparisons.ts';
import { searchRequest, searchResult } from '@shared/contract/searches.ts';
import type { Store } from '../open-store.ts';
import type { StoreInput, StoreOutput } from '../store-contract.ts';
import { getStudy, getStudyOf, listStudies, listTrials, loadStudy, removeStudy } from './studies.ts';

type StudyCallName = 'studies.list' | 'studies.remove' | 'comparisons.get' | 'searches.get' | 'backTests.get';

type StudyCalls = {
  readonly [N in StudyCallName]: (input: StoreInput<N>) => StoreOutput<N>;
};

/** The calls about comparisons, searches and back-tests. */
export function createStudyCalls(
  { reader, writer }: Store,
  announced: <T>(value: T, change: DataChanged) => T,
): StudyCalls {
  return {
    'studies.list': ({ plantId, kind }) => listStudies(reader, plantId, kind),
    'studies.remove': ({ studyId }) => {
      const { plantId } = getStudy(reader, studyId);
      removeStudy(writer, studyId);
      return announced(null, { plantId, what: 'studies' });
    },
    'comparisons.get': ({ studyId }) => {
      const study = getStudyOf(reader, studyId, 'comparison');
      const { request, result } = loadStudy(reader, studyId);
      return {
        study,
        request: comparisonRequest.parse(request),
        result: comparisonResult.nullable().parse(result),
      };
    },
    'backTests.get': ({ studyId }) => {
      const study = getStudyOf(reader, studyId, 'back-test');
      const { request, result } = loadStudy(reader, studyId);
      return {
        study,
        request: backTestRequest.parse(request),
        result: backTestResult.nullable().parse(result),
      };
    },
    'searches.get': ({ studyId }) => {
      const study = getStudyOf(reader, studyId, 'search');
      const { request, result } = loadStudy(reader, studyId);
      return {
        study,
        request: searchRequest.parse(request),
        trials: listTrials(reader, studyId),
        result: searchResult.nullable().parse(result),
      };
    },
  };
}
