/** How the screen is lit: as the machine says, or fixed by the person at the desk. */
export type Theme = 'system' | 'light' | 'dark';

const THEME_KEY = 'tansiq.theme';

/** The theme that this desk chose last; the machine's own where nothing was chosen. */
export function readTheme(): Theme {
  const kept = localStorage.getItem(THEME_KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Lights the page and remembers the choice. The root element always says which light it is in. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(THEME_KEY);
  else localStorage.setItem(THEME_KEY, theme);
  lightRoot();
}

/** Follows the machine's light for as long as the page lives. */
export function followTheme(): void {
  darkness().addEventListener('change', lightRoot);
  lightRoot();
}

function lightRoot(): void {
  const theme = readTheme();
  const dark = theme === 'system' ? darkness().matches : theme === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

function darkness(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}
