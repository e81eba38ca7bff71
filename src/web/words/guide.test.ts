import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { charterSchema, claimSchema, rosterSchema } from '../../accord/party/schema.ts';
import { LANGUAGES } from './language.ts';

const WORDS = import.meta.dirname;
const GUIDES = join(WORDS, '..', '..', '..', 'docs', 'guide');

const files = readdirSync(GUIDES).filter((file) => file.endsWith('.md'));
const guides = [...new Set(files.map((file) => file.split('.')[0] ?? ''))];

/** What a sentence looks like in a guide: gaps as dots, without the stop at its end. */
function presentInGuide(sentence: string): string {
  return sentence.replaceAll(/\{[^{}]*\}/g, '…').replace(/[.:]$/, '');
}

describe.each(LANGUAGES)('the guides in $name', ({ id }) => {
  it('are all there', () => {
    const missing = guides.filter((guide) => !existsSync(join(GUIDES, `${guide}.${id}.md`)));
    expect(missing).toEqual([]);
  });

  it('name in bold only words that stand on the screen', () => {
    const folder = join(WORDS, id);
    const sentences = readdirSync(folder).flatMap((file) =>
      Object.values(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>),
    );
    const onScreen = new Set(sentences.map(presentInGuide));
    const astray = guides.flatMap((guide) => {
      const text = readFileSync(join(GUIDES, `${guide}.${id}.md`), 'utf8');
      return [...text.matchAll(/\*\*([^*]+)\*\*/g)]
        .map(([, bold = '']) => bold.replaceAll(/\s+/g, ' '))
        .filter((bold) => !onScreen.has(bold))
        .map((bold) => `${guide}: ${bold}`);
    });
    expect(astray).toEqual([]);
  });
});

describe('the examples of the guides', () => {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(GUIDES, 'example', `${name}.json`), 'utf8'));

  it('are a charter, a roster and claims as a node takes them', () => {
    const founding = read('founding') as { roster: unknown; claims: readonly unknown[] };
    expect(charterSchema.safeParse(read('charter')).success).toBe(true);
    expect(rosterSchema.safeParse(founding.roster).success).toBe(true);
    expect(founding.claims.map((claim) => claimSchema.safeParse(claim).success)).toEqual([true]);
  });
});
