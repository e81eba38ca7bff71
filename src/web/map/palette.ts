/** How the map is lit. */
export type MapTheme = 'light' | 'dark';

/** The colours of the map in one light. All inks stand at least 4.5 : 1 on the ground. */
export interface Palette {
  readonly land: string;
  readonly water: string;
  readonly shore: string;
  readonly border: string;
  readonly grid: string;
  readonly gridInk: string;
  readonly placeInk: string;
  readonly smallPlaceInk: string;
  readonly waterInk: string;
  readonly heightInk: string;
  readonly halo: string;
  readonly panel: string;
  readonly text: string;
  readonly muted: string;
  readonly need: string;
  readonly bad: string;
  readonly ok: string;
  readonly focus: string;
  /** By line pattern: they help the eye, the pattern and the mark carry the meaning. */
  readonly claims: readonly string[];
}

const GROUND = {
  light: {
    land: '#f6f3ec',
    water: '#cfdde6',
    shore: '#8fb0c4',
    border: '#8d8679',
    grid: '#cfc8b8',
    gridInk: '#77705f',
    placeInk: '#1b1f24',
    smallPlaceInk: '#414a54',
    waterInk: '#3a6580',
    heightInk: '#75654a',
    halo: '#fffefb',
  },
  dark: {
    land: '#1a212a',
    water: '#0f2433',
    shore: '#2c5673',
    border: '#76828f',
    grid: '#2d3946',
    gridInk: '#8593a1',
    placeInk: '#e8edf2',
    smallPlaceInk: '#b9c4cf',
    waterInk: '#7fb0d0',
    heightInk: '#b3a283',
    halo: '#10161d',
  },
} as const;

const CLAIMS = {
  light: ['#4a5f74', '#7c5632', '#6d4b78', '#3f6a5e', '#7a4a50', '#5d6136'],
  dark: ['#a3b9cf', '#d6b088', '#c9a5d4', '#94c4b4', '#d6a3a8', '#c1c78e'],
} as const;

// What stands when the page's own tokens cannot be read as a colour, as under forced colours.
const TOKENS = {
  light: {
    panel: '#fffefb',
    text: '#1b1f24',
    muted: '#5b6570',
    need: '#a85a00',
    bad: '#b3261e',
    ok: '#1d6b3a',
    focus: '#0b57d0',
  },
  dark: {
    panel: '#151b22',
    text: '#e8edf2',
    muted: '#9fabb8',
    need: '#f2b05e',
    bad: '#ff8a80',
    ok: '#7fd39b',
    focus: '#8ab4f8',
  },
} as const;

const HEX = /^#[0-9a-f]{6}$/i;

/** The colours for a light; `token` reads one of the page's own, by its name without dashes. */
export function paletteOf(theme: MapTheme, token: (name: string) => string): Palette {
  const own = Object.fromEntries(
    Object.entries(TOKENS[theme]).map(([name, spare]) => {
      const given = token(name).trim();
      return [name, HEX.test(given) ? given : spare];
    }),
  );
  return { ...GROUND[theme], ...TOKENS[theme], ...own, claims: CLAIMS[theme] };
}

/** Reads the page's tokens where the map stands. */
export function pageToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
}
