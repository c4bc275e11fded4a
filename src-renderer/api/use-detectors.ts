import { useQuery } from '@tanstack/react-query';
import type { DetectorInfo } from '../../src-worker/worker-api.ts';
import { listDetectors } from './analysis-client.ts';

/** Algorithms that can be trained; empty until the worker has answered. */
export function useDetectors(): readonly DetectorInfo[] {
  const answer = useQuery({ queryKey: ['detectors'], queryFn: listDetectors });
  return answer.data ?? [];
}
