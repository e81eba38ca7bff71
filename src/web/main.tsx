import './app.css';

import { createRoot } from 'react-dom/client';

import { followTheme } from './theme.ts';
import { supplyAriaStrings } from './words/aria.ts';
import { directionOf, readLanguage } from './words/language.ts';
import { loadWords } from './words/words.ts';

/** Brings up the desk: light and language first, so that nothing is drawn twice. */
async function open(root: HTMLElement): Promise<void> {
  followTheme();
  const language = readLanguage();
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const [words, { App }] = await Promise.all([
    loadWords(language),
    supplyAriaStrings(language).then(() => import('./app.tsx')),
  ]);
  createRoot(root).render(<App words={words} />);
}

const root = document.getElementById('root');
if (root) void open(root);
