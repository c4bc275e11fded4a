import type { AnomalyKind } from '@shared/contract/conditions.ts';
import type { Anomaly, AnomalyFilter, AnomalySort, Contribution } from '@shared/contract/runs.ts';
import { formatTogether, unitText } from '../../ui/format-number.ts';
import { formatDuration } from '../../ui/format-time.ts';

export const PAGE = 200;
export const ROW_HEIGHT = 28;

export const noFilter = {
  tag: '',
  minPeakScore: null,
  minDurationMs: null,
  kinds: [],
} satisfies AnomalyFilter;
export const firstSort: AnomalySort = { by: 'start', descending: false };

export const isFiltered = (filter: AnomalyFilter): boolean =>
  filter.tag !== '' ||
  filter.minPeakScore !== null ||
  filter.minDurationMs !== null ||
  (filter.kinds ?? []).length > 0;

/** Pages that hold rows `first` to `last`. */
export function pagesFor(first: number, last: number, total: number): readonly number[] {
  if (total === 0 || last < first) return [0];
  const from = Math.floor(Math.max(0, first) / PAGE);
  const to = Math.floor(Math.min(last, total - 1) / PAGE);
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => from + index);
}

const MOST_NAME = 36;

/** A long name gives way to the figures behind it; the full one is told on hover. */
const shorten = (name: string): string =>
  name.length <= MOST_NAME ? name : `${name.slice(0, MOST_NAME - 13)}…${name.slice(-12)}`;

/** How long it lasts; a single sample lasts less than the distance of samples. */
export const describeLength = (anomaly: Pick<Anomaly, 'startMs' | 'endMs'>, stepMs: number): string =>
  anomaly.endMs > anomaly.startMs
    ? formatDuration(anomaly.endMs - anomaly.startMs)
    : `< ${formatDuration(Math.max(1000, stepMs))}`;

/** "Bearing vibration 6.8 mm/s, usual 2.1". */
export function describeContribution(contribution: Contribution): string {
  const { tagName, unit, actual, usual } = contribution;
  const [actualText = '', usualText = ''] = formatTogether([actual, usual]);
  const measured = actual === null ? 'missing' : `${actualText} ${unitText(unit)}`.trim();
  return usual === null ? `${tagName} ${measured}` : `${tagName} ${measured}, usual ${usualText}`;
}

const LEAST_TELLING = 0.005;

/** Contributions that round to a share of their own, strongest first; the strongest in any case. */
export const tellingContributions = ({
  contributions,
}: Pick<Anomaly, 'contributions'>): readonly Contribution[] =>
  contributions
    .toSorted((left, right) => right.share - left.share)
    .filter(({ share }, place) => place === 0 || share >= LEAST_TELLING);

/** How a kind is named on screen, with a sign that tells it apart without colour, and what it means. */
export const KINDS: Readonly<
  Record<AnomalyKind, { readonly name: string; readonly sign: string; readonly about: string }>
> = {
  process: { name: 'process', sign: '▲', about: 'The plant behaves abnormally.' },
  sensor: {
    name: 'sensor',
    sign: '◇',
    about: 'An instrument explains it; the plant is not known to be abnormal.',
  },
  unknown: {
    name: 'unknown',
    sign: '?',
    about: 'Operation that training does not know: neither normal nor abnormal.',
  },
  gap: { name: 'gap', sign: '–', about: 'Too few readings to judge.' },
};

/** "sensor: stuck"; an anomaly of a run that did not judge has no kind. */
export function describeKind({ judgement }: Pick<Anomaly, 'judgement'>): string {
  if (judgement === null || judgement === undefined) return '';
  const { name } = KINDS[judgement.kind];
  return judgement.sensorFault === null ? name : `${name}: ${judgement.sensorFault}`;
}

/** Why it is abnormal, in words; of a run that did not judge: the tags that explain it, at most two. */
export function because(anomaly: Pick<Anomaly, 'contributions' | 'judgement'>): string {
  const sentence = anomaly.judgement?.sentence ?? '';
  if (sentence !== '') return sentence;
  return anomaly.contributions
    .toSorted((left, right) => right.share - left.share)
    .filter((contribution, index) => index === 0 || (index === 1 && contribution.share >= 0.25))
    .map((contribution) => describeContribution({ ...contribution, tagName: shorten(contribution.tagName) }))
    .join('; ');
}

/** The same in the room of a table: what a long name of a tag hides would be the figures behind it. */
export const becauseInShort = (anomaly: Pick<Anomaly, 'contributions' | 'judgement'>): string =>
  anomaly.contributions.reduce(
    (sentence, { tagName }) => sentence.replaceAll(tagName, () => shorten(tagName)),
    because(anomaly),
  );

/** Every contributing tag with its share, one a line. */
export const becauseInFull = (anomaly: Pick<Anomaly, 'contributions' | 'judgement'>): string =>
  [
    ...(anomaly.judgement === null || anomaly.judgement === undefined ? [] : [anomaly.judgement.sentence]),
    ...tellingContributions(anomaly).map(
      (contribution) => `${Math.round(contribution.share * 100)} % ${describeContribution(contribution)}`,
    ),
  ].join('\n');
