/** A plant of which nothing is known but its name, as the store takes it. */
export const benchPlant = (name = 'Bench') => ({
  name,
  country: null,
  state: null,
  latitude: null,
  longitude: null,
  fuel: null,
  capacityMw: null,
  owner: null,
  commissioningYear: null,
  source: null,
  sourceId: null,
  notes: null,
  units: [],
});
