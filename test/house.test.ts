import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOfKept } from './house/kept.ts';
import {
  circles,
  citedIn,
  files,
  imports,
  matches,
  missingPlurals,
  modules,
  packageOf,
  partsOf,
  placeholders,
  read,
  readArrows,
  readCatalogue,
  readGlossary,
  roomOf,
  texts,
  ticked,
  withoutSuffix,
  withoutTables,
} from './house/reading.ts';

// Every check lists its faults and expects none, so that one run names all of them.

const LANGUAGES = ['ar', 'ckb', 'tr', 'en'];
const FILE_LINES_MAX = 400;
const BAD_NAMES = /^(?:index|utils?|helpers?|common|manager|service|handler|data|info|misc)$/;

const source = modules.filter((file) => file.startsWith('src/'));
const isTest = (file: string) => /\.(?:test|suite)\.tsx?$/.test(file) || file.startsWith('test/');
const plan = read('docs/house.md');
const arrows = readArrows(plan);

describe('the walls', () => {
  it('stand as docs/house.md draws them', () => {
    const faults: string[] = [];
    for (const file of source.filter((each) => !isTest(each))) {
      const room = roomOf(file);
      const allowed = arrows.get(room);
      if (!allowed) {
        faults.push(`${file}: docs/house.md knows no room "${room}"`);
        continue;
      }
      for (const { target } of imports.get(file) ?? []) {
        if (!target || roomOf(target) === room) continue;
        if (!allowed.some((each) => `${withoutSuffix(target)}/`.startsWith(`src/${each}/`))) {
          faults.push(`${file}: ${room} may not import ${target}`);
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it('keep the host out of pure rooms', () => {
    const pure = new Set(ticked(/^The pure rooms are (.*)$/m.exec(plan)?.[1] ?? ''));
    expect(pure.size).toBeGreaterThan(5);
    const faults = source
      .filter((file) => pure.has(roomOf(file)) || file === 'src/store/memory.ts')
      .filter((file) => !isTest(file))
      .flatMap((file) => (imports.get(file) ?? []).map(({ name }) => ({ file, name })))
      .filter(({ name }) => name.startsWith('node:') || /\.(?:json|css)$/.test(name))
      .map(({ file, name }) => `${file}: imports ${name}`);
    expect(faults).toEqual([]);
  });

  it('let compose.ts alone name adapters', () => {
    const adapters = ticked(/may name an adapter: (.*)$/m.exec(plan)?.[1] ?? '');
    expect(adapters.length).toBeGreaterThan(0);
    const faults = source
      .filter((file) => roomOf(file) === 'node' && !isTest(file) && file !== 'src/node/compose.ts')
      .flatMap((file) => (imports.get(file) ?? []).map(({ target }) => ({ file, target })))
      .filter(({ target }) => adapters.some((each) => target?.startsWith(`src/${each}`)))
      .map(({ file, target }) => `${file}: names the adapter ${target}`);
    expect(faults).toEqual([]);
  });

  it('leave the outsiders outside: what is written from the specifications alone imports no code of ours', () => {
    const outsiders = modules.filter((file) => file.startsWith('test/outside/'));
    expect(outsiders.length).toBeGreaterThan(3);
    const faults = outsiders.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter(({ name, target }) =>
          target ? !target.startsWith('test/outside/') : !/^(?:node:|vitest$)/.test(name),
        )
        .map(({ name }) => `${file}: imports ${name}`),
    );
    expect(faults).toEqual([]);
  });

  it('hold no circle of files', () => {
    expect(circles()).toEqual([]);
  });

  it('have no import that leads nowhere', () => {
    const faults = modules.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter(({ target }) => target && !target.startsWith('dist/') && !existsSync(target))
        .map(({ name }) => `${file}: ${name}`),
    );
    expect(faults).toEqual([]);
  });
});

describe('the dependencies', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as {
    readonly dependencies: Record<string, string>;
    readonly devDependencies: Record<string, string>;
  };

  it('of the node are no development dependencies', () => {
    const faults = source
      .filter((file) => roomOf(file) !== 'web' && !isTest(file))
      .flatMap((file) => (imports.get(file) ?? []).map(({ name }) => ({ file, name })))
      .filter(({ name }) => !/^(?:\.|node:)/.test(name))
      .filter(({ name }) => !(packageOf(name) in dependencies))
      .map(({ file, name }) => `${file}: ${name} is not in "dependencies"`);
    expect(faults).toEqual([]);
  });

  it('are all used, pinned, and explained in docs/decisions', () => {
    const reasons = files
      .filter((file) => file.startsWith('docs/decisions/'))
      .map(read)
      .join('\n');
    const users = files.filter((file) => /\.(?:ts|tsx|mjs|css)$|^tsconfig/.test(file));
    const all = users.map(read).join('\n');
    const faults = Object.entries({ ...dependencies, ...devDependencies }).flatMap(
      ([name, version]) => [
        ...(/^\d/.test(version) ? [] : [`${name} is not pinned`]),
        ...(reasons.includes(`\`${name}\``) ? [] : [`${name} has no reason in docs/decisions`]),
        ...(name.startsWith('@types/') || all.includes(name) ? [] : [`nothing names ${name}`]),
      ],
    );
    expect(faults).toEqual([]);
  });
});

describe('the names', () => {
  it('of files are kebab-case nouns that say something', () => {
    const faults = modules
      .filter((file) => !file.includes('/words/'))
      .flatMap((file) => file.split('/').map((part) => ({ file, part })))
      .filter(({ file, part }) => {
        if (file.startsWith('src/index/') && /^index(?:\.suite\.ts)?$/.test(part)) return false;
        const stem = part.replace(/(?:\.(?:long\.test|test|suite|config|d))?\.(?:tsx?|mjs)$/, '');
        const last = stem.split('-').at(-1) ?? '';
        return !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem) || BAD_NAMES.test(last);
      })
      .map(({ file }) => file);
    expect(faults).toEqual([]);
  });

  it('of ideas have no banned rival', () => {
    const { banned, owned } = readGlossary(plan);
    expect(banned.size).toBeGreaterThan(4);
    // Most lines hold none of the words, not even within another one.
    const within = new RegExp([...banned].join('|'), 'i');
    const faults: string[] = [];
    for (const [file, text] of texts) {
      if (!/^(?:src|docs|bin|changes|bench|README|CONTRIBUTING)/.test(file)) continue;
      if (/\/words\/(?!en\/)/.test(file)) continue;
      const own = new Set(
        owned
          .filter(({ places }) => places.some((p) => file.startsWith(p)))
          .map(({ word }) => word),
      );
      const lines = (file === 'docs/house.md' ? withoutTables(text) : text).split('\n');
      for (const [at, line] of lines.entries()) {
        if (!within.test(line)) continue;
        const plain = line
          .replace(/(['"])@?[a-z][\w-]*\/[^'"\s]*\1/g, ' ')
          .replace(/[\w.-]+\.(?:org|com|net|int)\b[^\s'"`]*/g, ' ');
        for (const [token] of plain.matchAll(/[A-Za-z]+/g)) {
          if (own.has(token) || own.has(token.toLowerCase())) continue;
          const rival = partsOf(token).find((part) => banned.has(part));
          if (rival) faults.push(`${file}:${at + 1}: "${token}" (see docs/house.md, Words)`);
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it('of countries and their places stay in exercise files', () => {
    const places =
      /(?<!(?:Asia|Europe)\/)\b(?:Iraqi?|Türkiye|Turkey|Kurdistan|Baghdad|Erbil|Ankara|Kirkuk|Peshmerga)\b/;
    const faults = [...texts]
      .filter(([file]) => source.includes(file) && !isTest(file) && !file.includes('exercise'))
      .filter(([, text]) => places.test(text))
      .map(([file, text]) => `${file}: ${places.exec(text)?.[0]}`);
    expect(faults).toEqual([]);
  });
});

describe('the rules', () => {
  const spec = files.filter((file) => file.startsWith('docs/spec/'));
  const defined = new Set(
    spec.flatMap((file) => matches(read(file), /^[\s#>|*-]*\[([A-Z]{1,2}\d{1,3})\]/gm)),
  );
  const cited = new Map(modules.map((file) => [file, citedIn(read(file))]));

  it('that code and tests cite are in docs/spec', () => {
    const faults = [...cited, ...spec.map((file) => [file, citedIn(read(file))] as const)].flatMap(
      ([file, rules]) =>
        [...rules].filter((rule) => !defined.has(rule)).map((rule) => `${file}: [${rule}]`),
    );
    expect(faults).toEqual([]);
  });

  it('of docs/spec are each proven by a test', () => {
    const proven = new Set([...cited].filter(([file]) => isTest(file)).flatMap(([, r]) => [...r]));
    expect([...defined].filter((rule) => !proven.has(rule)).toSorted()).toEqual([]);
  });
});

describe('the kept vectors', () => {
  it('[V1] are each what they were when they were listed, and all are listed', () => {
    expect(faultsOfKept()).toEqual([]);
  });
});

describe('the words', () => {
  const lists = new Map(LANGUAGES.map((language) => [language, readCatalogue(language)]));
  const catalogues = new Map(
    [...lists].map(([language, list]) => [
      language,
      new Map(list.map(([key, text]) => [key, String(text)])),
    ]),
  );
  const english = catalogues.get('en') ?? new Map<string, string>();

  const twiceIn = (keys: readonly string[]) => {
    const seen = new Set<string>();
    return keys.filter((key) => seen.has(key) || !seen.add(key));
  };

  it('are flat texts under keys that occur once', () => {
    const faults = [...lists].flatMap(([language, list]) => [
      ...list
        .filter(([, text]) => typeof text !== 'string')
        .map(([k]) => `${language} not text: ${k}`),
      ...twiceIn(list.map(([key]) => key)).map((key) => `${language} twice: ${key}`),
    ]);
    expect(faults).toEqual([]);
  });

  it('are the same keys in all four languages', () => {
    const faults = LANGUAGES.flatMap((language) => {
      const words = catalogues.get(language) ?? new Map<string, string>();
      return [
        ...[...english.keys()]
          .filter((key) => !words.has(key))
          .map((k) => `${language} lacks ${k}`),
        ...[...words.keys()]
          .filter((key) => !english.has(key))
          .map((k) => `${language} alone: ${k}`),
        ...[...words].filter(([, text]) => !text.trim()).map(([k]) => `${language} is empty: ${k}`),
      ];
    });
    expect(faults).toEqual([]);
  });

  it('are messages that can be read, with the same placeholders', () => {
    const faults: string[] = [];
    for (const [language, words] of catalogues) {
      for (const [key, text] of words) {
        try {
          const holes = placeholders(text, language);
          const wanted = placeholders(english.get(key) ?? text, 'en');
          const forms = missingPlurals(text, language).join(', ');
          if (forms) faults.push(`${language} ${key}: no plural form ${forms}`);
          if (holes !== wanted) faults.push(`${language} ${key}: {${holes}}, not {${wanted}}`);
        } catch (thrown) {
          faults.push(`${language} ${key}: ${String(thrown)}`);
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it('name every fault', async ({ skip }) => {
    const file = 'src/contract/faults.ts';
    if (!existsSync(file)) skip('src/contract/faults.ts is not there');
    const contract: unknown = await import(/* @vite-ignore */ join('..', file));
    const { FAULT_CODES } = contract as { readonly FAULT_CODES: Record<string, number> };
    const codes = Object.keys(FAULT_CODES);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !english.has(`fault.${code}`))).toEqual([]);
  });
});

describe('the texts', () => {
  it('fit in a reader: no module is too long', () => {
    const faults = modules
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > FILE_LINES_MAX)
      .map(({ file, lines }) => `${file}: ${lines} lines`);
    expect(faults).toEqual([]);
  });

  it('name no package host, no path of a machine, no unfinished work', () => {
    const bad = [
      /\bregistry\.[a-z0-9-]+\.[a-z]{2}/,
      /(?<![\w.])\/(?:work|root|home|Users)\//,
      /\bT[O]DO\b|\bF[I]XME\b|\bX{3}\b(?=:)/,
    ];
    const faults = [...texts].flatMap(([file, text]) =>
      bad.flatMap((each) => (each.test(text) ? [`${file}: ${each.exec(text)?.[0]}`] : [])),
    );
    expect(faults).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('link only to what is there', () => {
    const faults = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        matches(read(file), /\]\((?!https?:|mailto:|#)([^)#\s]+)/g)
          .filter((link) => !existsSync(join(dirname(file), link)))
          .map((link) => `${file}: ${link}`),
      );
    expect(faults).toEqual([]);
  });
});
