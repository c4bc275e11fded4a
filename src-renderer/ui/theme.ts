import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const steel: MantineColorsTuple = [
  '#eaf2f9',
  '#d3e3f1',
  '#a9c9e4',
  '#7baed6',
  '#5697ca',
  '#3d86bf',
  '#2a75b0',
  '#1f639a',
  '#185483',
  '#0f4169',
];
const grey: MantineColorsTuple = [
  '#dde2e6',
  '#c3cad0',
  '#9da7b0',
  '#87929c',
  '#454d55',
  '#2a3035',
  '#1e2327',
  '#181c1f',
  '#131619',
  '#101315',
];

const still = { transitionProps: { duration: 0 } };
const small = { size: 'xs' };

/** A calm grey instrument with one accent. Red and amber are not part of the palette: they mean something. */
export const theme = createTheme({
  fontFamily: "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'Liberation Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '16px', xl: '16px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '16px' }, h2: { fontSize: '16px' }, h3: { fontSize: '13px' } },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '4px', xl: '4px' },
  defaultRadius: 'sm',
  colors: { steel, dark: grey },
  primaryColor: 'steel',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: small },
    // The explanation stands below, so that fields beside each other are level however long theirs are.
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      styles: { description: { fontSize: '12px' }, error: { fontSize: '12px' } },
    },
    ActionIcon: { defaultProps: { ...small, variant: 'subtle' } },
    TextInput: { defaultProps: small },
    NumberInput: { defaultProps: small },
    Textarea: { defaultProps: small },
    Select: { defaultProps: { ...small, comboboxProps: still, checkIconPosition: 'right' } },
    NativeSelect: { defaultProps: small },
    Checkbox: { defaultProps: small },
    Radio: { defaultProps: small },
    SegmentedControl: { defaultProps: { ...small, transitionDuration: 0 } },
    Slider: { defaultProps: small },
    Progress: { defaultProps: { size: 6, radius: 'xs', transitionDuration: 0 } },
    Modal: {
      defaultProps: { ...still, centered: true, overlayProps: { backgroundOpacity: 0.35 } },
      styles: { title: { lineHeight: 1.3 } },
    },
    Menu: { defaultProps: still },
    Popover: { defaultProps: still },
    Tooltip: { defaultProps: { ...still, openDelay: 400 } },
  },
});

/** Every colour of the window, light and dark. Contrast of text on its ground is at least 4.5 : 1. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--ground': '#eef0f2',
    '--surface': '#f8f9fa',
    '--chart': '#ffffff',
    '--hover': '#e8ecef',
    '--hairline': '#d3d9de',
    '--hairline-strong': '#b4bdc5',
    '--text': '#1c2227',
    '--text-soft': '#505a63',
    '--accent': '#1f639a',
    '--selection': '#dbe8f3',
    '--red': '#bd2618',
    '--amber': '#8a5a00',
    '--mantine-color-body': '#f8f9fa',
    '--mantine-color-text': '#1c2227',
    '--mantine-color-dimmed': '#505a63',
    '--mantine-color-placeholder': '#68727b',
    '--mantine-color-error': '#bd2618',
    '--mantine-color-default': '#ffffff',
    '--mantine-color-default-border': '#b4bdc5',
  },
  dark: {
    '--ground': '#101315',
    '--surface': '#181c1f',
    '--chart': '#131619',
    '--hover': '#22272b',
    '--hairline': '#2d3338',
    '--hairline-strong': '#454d55',
    '--text': '#dde2e6',
    '--text-soft': '#9da7b0',
    '--accent': '#74afe0',
    '--selection': '#1f3a52',
    '--red': '#ff7a6b',
    '--amber': '#e0a63c',
    '--mantine-color-body': '#181c1f',
    '--mantine-color-text': '#dde2e6',
    '--mantine-color-dimmed': '#9da7b0',
    '--mantine-color-placeholder': '#87929c',
    '--mantine-color-error': '#ff7a6b',
    '--mantine-color-default': '#1e2327',
    '--mantine-color-default-border': '#454d55',
  },
});

/** The same colours for charts, which cannot read the style sheet. Lines: muted, of equal weight, told apart by the colour-blind. */
export interface ChartPalette {
  readonly text: string;
  readonly grid: string;
  readonly red: string;
  readonly band: string;
  readonly sensorBand: string;
  readonly quietBand: string;
  readonly accent: string;
  readonly amber: string;
  readonly ground: string;
  readonly score: string;
  readonly lines: readonly string[];
}

export const lightChart: ChartPalette = {
  text: '#505a63',
  grid: '#e6e9ec',
  red: '#bd2618',
  band: 'rgba(189, 38, 24, 0.10)',
  sensorBand: 'rgba(138, 90, 0, 0.10)',
  quietBand: 'rgba(80, 90, 99, 0.10)',
  accent: '#1f639a',
  amber: '#8a5a00',
  ground: '#ffffff',
  score: '#3c464e',
  lines: ['#33709f', '#94702a', '#3d7f6b', '#75609a', '#5d7a31', '#2c7f8f', '#8a6150'],
};

export const darkChart: ChartPalette = {
  text: '#9da7b0',
  grid: '#22272b',
  red: '#ff7a6b',
  band: 'rgba(255, 122, 107, 0.15)',
  sensorBand: 'rgba(224, 166, 60, 0.13)',
  quietBand: 'rgba(157, 167, 176, 0.13)',
  accent: '#74afe0',
  amber: '#e0a63c',
  ground: '#131619',
  score: '#c5ccd2',
  lines: ['#7db0dc', '#cda45a', '#73bda5', '#b29ad6', '#9cbd68', '#67bccb', '#c89c86'],
};
