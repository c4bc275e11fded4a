import type { StudyThreshold } from '@shared/contract/study-request.ts';
import type { ThresholdRule } from '../anomalies/threshold.ts';
import type { Detector } from '../detectors/detector.ts';

/** The threshold rule of a study for one detector. */
export const ruleFor = ({ usualThreshold }: Detector, threshold: StudyThreshold): ThresholdRule =>
  threshold.kind === 'usual' ? usualThreshold : threshold;
