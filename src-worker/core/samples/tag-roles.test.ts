import { describe, expect, it } from 'vitest';
import { findLoadTag, roleOf, type TagFacts } from './tag-roles.ts';

const tag = (name: string, unit: string | null, description: string | null = null): TagFacts => ({
  name,
  unit,
  description,
});
const always = (): boolean => true;

describe('the tag that tells the load', () => {
  it('is power before a load factor, and that before main steam flow, wherever they stand', () => {
    const tags = [tag('flow_rate', 't/h'), tag('load_factor', '1'), tag('U1.GEN_MW', 'MW')];
    expect(findLoadTag(tags, always)).toBe(2);
    expect(findLoadTag(tags.slice(0, 2), always)).toBe(1);
    expect(findLoadTag(tags.slice(0, 1), always)).toBe(0);
    expect(findLoadTag([tag('x', null)], always)).toBeNull();
  });

  it.each(['capacity_mw', 'Rated power', 'NominalOutput', 'Installed capacity', 'nameplate_mw'])(
    'is not a rating such as %s',
    (name) => {
      expect(roleOf(tag(name, 'MW'))).toBeNull();
    },
  );

  it('is none that never changes', () => {
    const tags = [tag('GROSS_POWER', 'MW'), tag('load_factor', null)];
    expect(findLoadTag(tags, (place) => place !== 0)).toBe(1);
  });
});
