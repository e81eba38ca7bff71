import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';

const SKIPPED = new Set(['node_modules', 'dist', 'var', 'out', 'shots', '.git']);
const TEXT = /\.(?:ts|tsx|mjs|json|md|css|html|svg|yml|yaml)$|^(?:LICENSE|\.[a-z]+rc|\.ci\/run)$/;

/** Every text of the project, by its path from the root; packages and built things left out. */
export const texts: ReadonlyMap<string, string> = new Map(
  [...walk('.')]
    .filter((file) => TEXT.test(file) && file !== 'package-lock.json')
    .map((file) => [file, readFileSync(file, 'utf8')]),
);

/** The paths of all texts. */
export const files: readonly string[] = [...texts.keys()];

/** The paths of all code. */
export const modules: readonly string[] = files.filter((file) => /\.(?:ts|tsx|mjs)$/.test(file));

/** What each piece of code imports. */
export const imports: ReadonlyMap<string, readonly Import[]> = new Map(
  modules.map((file) => [file, importsOf(file)]),
);

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name).split(sep).join('/');
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) yield* walk(path);
    } else if (entry.isFile()) yield path;
  }
}

/** The text of a file, or nothing where it is absent. */
export function read(file: string): string {
  return texts.get(file) ?? (existsSync(file) ? readFileSync(file, 'utf8') : '');
}

/** The first group of every match of a global pattern. */
export function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** What stands between backticks. */
export function ticked(text: string): string[] {
  return matches(text, /`([^`]+)`/g);
}

function rowsOf(text: string, heading: string): string[][] {
  const rows = text.slice(text.indexOf(heading)).split(/\n\n(?!\|)/)[0] ?? '';
  const lines = rows.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.split('|').slice(1, -1));
}

/** Which rooms, folders or files each room may import. */
export function readArrows(text: string): Map<string, string[]> {
  return new Map(
    rowsOf(text, '| room |').map(([room = '', targets = '']) => [
      ticked(room)[0] ?? '',
      ticked(targets),
    ]),
  );
}

/** The banned words, and those that others own with the places where they may stand. */
export function readGlossary(text: string) {
  const banned = new Set(rowsOf(text, '| word | means').flatMap((row) => ticked(row[2] ?? '')));
  const owned = rowsOf(text, '| word | where').flatMap(([words = '', places = '']) =>
    ticked(words).map((word) => ({ word, places: ticked(places) })),
  );
  return { banned, owned };
}

/** A Markdown text without its tables. */
export function withoutTables(text: string): string {
  return text.replace(/^\|.*$/gm, '');
}

/** The words of which an identifier is made, in lower case and the singular. */
export function partsOf(token: string): string[] {
  const parts = token.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return parts.map((part) => part.toLowerCase().replace(/s$/, ''));
}

/** The room in which a source file stands. */
export function roomOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** A path without its extension. */
export function withoutSuffix(file: string): string {
  return file.slice(0, file.length - extname(file).length);
}

/** The package that an imported name belongs to. */
export function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/** One import: the name as written, and the file it leads to if it is ours. */
export interface Import {
  readonly name: string;
  readonly target: string | undefined;
  /** Started as a worker of its own, not loaded into this one. */
  readonly isStarted: boolean;
}

function importsOf(file: string): readonly Import[] {
  const text = read(file);
  const imported = [
    ...matches(text, /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm),
    ...matches(text, /^\s*import\s*['"]([^'"]+)['"]/gm),
    ...matches(text, /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
  ];
  const started = matches(text, /\bnew URL\(\s*['"](\.[^'"]+\.tsx?)['"],\s*import\.meta\.url/g);
  return [
    ...imported.map((name) => ({ name, target: targetOf(file, name), isStarted: false })),
    ...started.map((name) => ({ name, target: targetOf(file, name), isStarted: true })),
  ];
}

function targetOf(file: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined;
  return normalize(join(dirname(file), name.replace(/\?.*$/, '')))
    .split(sep)
    .join('/');
}

/** Every circle of imports, as a readable chain. */
export function circles(): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    path.push(file);
    for (const { target, isStarted } of imports.get(file) ?? []) {
      if (target && !isStarted) visit(target);
    }
    path.pop();
    done.add(file);
  };
  for (const file of modules) visit(file);
  return found;
}

/** The rule numbers that a text cites. */
export function citedIn(text: string): Set<string> {
  return new Set(matches(text, /(?<![\w\])}.?!/])\[([A-Z]{1,2}\d{1,3})\](?!\()/g));
}

/** The words of one language: key and message; a key in two files comes twice. */
export function readCatalogue(language: string): readonly (readonly [string, unknown])[] {
  const folder = `src/web/words/${language}/`;
  return files
    .filter((file) => file.startsWith(folder) && file.endsWith('.json'))
    .flatMap((file) => Object.entries(JSON.parse(read(file)) as Record<string, unknown>));
}

interface MessagePart {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly MessagePart[] }>>;
  readonly children?: readonly MessagePart[];
}

/** The arguments and tags of a message, sorted, each once. */
export function placeholders(text: string, language: string): string {
  const names = partsIn(text, language)
    .filter(({ type }) => type !== LITERAL && type !== POUND)
    .map(({ value }) => value ?? '');
  return [...new Set(names)].toSorted().join(', ');
}

/**
 * Plural forms that a language needs for whole numbers and a message lacks. A plural that only asks
 * for an exact number (`=0 {} other {…}`) counts nothing; `zero` may be left out.
 */
export function missingPlurals(text: string, language: string): readonly string[] {
  const wanted = pluralsOf(language);
  return partsIn(text, language)
    .filter(({ type }) => type === PLURAL)
    .map(({ options = {} }) => options)
    .filter(
      ({ other, ...forms }) =>
        other?.value.some(({ type }) => type === POUND) === true ||
        Object.keys(forms).some((form) => !form.startsWith('=')),
    )
    .flatMap((options) => wanted.filter((form) => !(form in options) && form !== 'zero'));
}

const plurals = new Map<string, readonly string[]>();

function pluralsOf(language: string): readonly string[] {
  const known = plurals.get(language);
  if (known) return known;
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  plurals.set(language, pluralCategories);
  return pluralCategories;
}

// Kinds of message parts, as intl-messageformat numbers them.
const LITERAL = 0;
const PLURAL = 6;
const POUND = 7;

const partsRead = new Map<string, readonly MessagePart[]>();

/** What a message is made of, each message read once. */
function partsIn(text: string, language: string): readonly MessagePart[] {
  const key = `${language} ${text}`;
  const known = partsRead.get(key);
  if (known) return known;
  const all: MessagePart[] = [];
  const visit = (parts: readonly MessagePart[]) => {
    for (const part of parts) {
      all.push(part);
      for (const option of Object.values(part.options ?? {})) visit(option.value);
      visit(part.children ?? []);
    }
  };
  visit(new IntlMessageFormat(text, language).getAst() as readonly MessagePart[]);
  partsRead.set(key, all);
  return all;
}
