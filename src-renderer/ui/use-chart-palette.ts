import { useComputedColorScheme } from '@mantine/core';
import { darkChart, lightChart, type ChartPalette } from './theme.ts';

/** Colours of charts that fit the window. */
export const useChartPalette = (): ChartPalette =>
  useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark' ? darkChart : lightChart;
