import { expect, it } from 'vitest';
import { placeAfter } from './use-roving-focus.ts';

it('a key moves within the list and stops at its ends', () => {
  const lead = (key: string, place: number) => placeAfter(key, place, 20);
  expect([lead('ArrowDown', 0), lead('ArrowUp', 0), lead('ArrowDown', 19)]).toEqual([1, 0, 19]);
  expect([lead('PageDown', 3), lead('PageDown', 15), lead('PageUp', 3)]).toEqual([11, 19, 0]);
  expect([lead('Home', 7), lead('End', 7)]).toEqual([0, 19]);
  expect(lead(' ', 7)).toBeNull();
});
