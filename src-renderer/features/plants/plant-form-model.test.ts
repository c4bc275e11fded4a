import { describe, expect, it } from 'vitest';
import { emptyUnit, formOf, parseForm } from './plant-form-model.ts';

describe('a plant as typed', () => {
  it('keeps what is left empty as not known', () => {
    const parsed = parseForm({ ...formOf(null), name: ' Zawar ', capacityMw: '80' });
    expect(parsed).toMatchObject({
      ok: true,
      fields: { name: 'Zawar', capacityMw: 80, commissioningYear: null, owner: null, units: [] },
    });
  });
  it('comes back unchanged from the form', () => {
    const fields = {
      ...{
        id: 1,
        name: 'A',
        country: 'India',
        state: null,
        latitude: 24.35,
        longitude: 73.7477,
        fuel: 'Coal',
      },
      ...{ capacityMw: 80, owner: 'O', commissioningYear: 1982, source: null, sourceId: null, notes: null },
      units: [{ name: 'Unit 1', capacityMw: 80, commissioningYear: null }],
    };
    const { id, ...rest } = fields;
    expect(id).toBe(1);
    expect(parseForm(formOf(fields))).toEqual({ ok: true, fields: rest });
  });
  it.each([
    [{ name: '' }, /^Name/],
    [{ latitude: '95' }, /^Latitude/],
    [{ capacityMw: 'eighty' }, /^Capacity/],
    [{ commissioningYear: '82' }, /^Commissioning year/],
    [{ units: [emptyUnit] }, /^Units/],
  ])('says what is wrong with %o', (change, problem) => {
    const parsed = parseForm({ ...formOf(null), name: 'A', ...change });
    expect(parsed.ok ? '' : parsed.problem).toMatch(problem);
  });
});
