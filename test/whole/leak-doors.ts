import { presentOpenApi } from '../../src/contract/openapi.ts';
import type { Planted } from './leak-oracle.ts';
import type { Asked } from './leak-world.ts';

/** A record that is nowhere, and a word that is in none. */
export const NOWHERE = `sha256:${'0'.repeat(64)}`;
export const NO_WORD = 'zqkkkkkkkkkkkkqz';

/** What the address of a door may name, and what of it there is. */
export interface Names {
  readonly hash: readonly string[];
  readonly word: readonly string[];
  readonly log: readonly string[];
  readonly collection: readonly string[];
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema?: { readonly enum?: readonly string[]; readonly const?: string };
}

/** Parameters of queries that narrow and name nothing: a number, a time, a place, a page. */
const PLAIN = new Set(['at', 'box', 'from', 'upto', 'limit', 'after', 'before', 'since', 'bom']);

/** What stands in the package and is the same for all: screens, ground, and how the interface is. */
const FILES = new Set([
  '/api/openapi.json',
  '/api/schemas/:type',
  '/ground/*',
  '/assets/*',
  '*',
  '/*',
  '/api/*',
  '/peer/*',
  '/log/:log/*',
  '/witness/*',
]);

/** What the interface describes, reckoned once: each door that gives something, with its parameters. */
const DESCRIBED = described();

function described(): Record<string, readonly Parameter[]> {
  const { paths } = presentOpenApi() as {
    readonly paths: Record<
      string,
      { readonly get?: { readonly parameters?: readonly Parameter[] } }
    >;
  };
  const gets = Object.entries(paths).filter(([, at]) => at.get);
  return Object.fromEntries(gets.map(([path, at]) => [path, at.get?.parameters ?? []]));
}

/** Every door of an app that gives something, by its address with names to be filled in. */
export function doorsOf(app: Asked['app']): readonly string[] {
  const gets = app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
  return [...new Set(gets)].filter((path) => !FILES.has(path)).toSorted();
}

/** The doors that the interface describes and the app has not, or the other way round. */
export function undescribed(doors: readonly string[]): readonly string[] {
  const told = Object.keys(DESCRIBED).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
  return [
    ...told.filter((path) => !doors.includes(path)),
    ...doors.filter((path) => path.startsWith('/api/') && !told.includes(path)),
  ];
}

/**
 * All addresses to ask a door at. A parameter that nobody has said how to fill is a fault: a new door
 * is asked by itself, or this is where it is told how.
 */
export function addressesOf(door: string, names: Names): readonly string[] {
  const filled = fill(door, names);
  const path = door.replaceAll(/:(\w+)/g, '{$1}');
  const queries = (DESCRIBED[path] ?? [])
    .filter((each) => each.in === 'query')
    .flatMap((each) => queriesOf(door, each, names));
  const first = filled[0] ?? door;
  return [...filled, ...queries.map((query) => `${first}?${query}`)];
}

function fill(door: string, names: Names): readonly string[] {
  if (door === '/log/:log/tile/*') {
    const widths = [1, 5, 10, 20, 40].map((width) => `entries/000.p/${width}`);
    const paths = [...widths, '0/000.p/1'];
    return names.log.flatMap((log) => paths.map((each) => `/log/${log}/tile/${each}`));
  }
  const name = /:(\w+)/.exec(door)?.[1];
  if (name === undefined) return [door];
  return choicesOf(door, name, names).flatMap((choice) =>
    fill(door.replace(`:${name}`, encodeURIComponent(choice)), names),
  );
}

function choicesOf(door: string, name: string, names: Names): readonly string[] {
  switch (name) {
    case 'hash':
      return names.hash;
    case 'log':
      return names.log;
    case 'collection':
      return names.collection;
    case 'id':
    case 'credential':
      return ['0', 'AAAA', names.hash[0] ?? NOWHERE];
    case 'object':
      return ['report--00000000-0000-7000-8000-000000000000'];
    case 'at':
      return ['0'];
    default:
      throw new Error(`nobody has said how to ask ${door}: what is "${name}"?`);
  }
}

function queriesOf(door: string, { name, schema }: Parameter, names: Names): readonly string[] {
  if (name === 'text' || name === 'q') return names.word.map((word) => `${name}=${word}`);
  if (name === 'party') return ['iraq', 'krg', 'turkiye'].map((party) => `party=${party}`);
  if (PLAIN.has(name)) return [];
  const choices = schema?.enum ?? (schema?.const === undefined ? undefined : [schema.const]);
  if (!choices) throw new Error(`nobody has said how to ask ${door}: what is "${name}"?`);
  return choices.map((choice) => `${name}=${choice}`);
}

/** The types that some offices of a party read and others do not; they are named every time. */
const KEPT = ['draft', 'access', 'source', 'compartment'];

/** The types that a search finds by their words; a word of each is looked for every time. */
const FOUND = ['report', 'matter', 'request'];

/** How many other records, and how many logs, are named to an account at one asking. */
const NAMED = 5;
const NAMED_LOGS = 8;

/** What of all that stands is named to doors: what offices keep, and some more that chance picks. */
export function namesOf(
  all: readonly Planted[],
  collections: readonly string[],
  random: (below: number) => number,
): Names {
  const any = <T>(those: readonly T[]): readonly T[] => {
    const one = those[random(those.length)];
    return one === undefined ? [] : [one];
  };
  const within = all.filter(({ audience }) => audience.some((reader) => reader.includes('/')));
  const some = [
    ...any(within),
    ...[...FOUND, ...KEPT].flatMap((type) => any(all.filter((each) => each.type === type))),
    ...Array.from({ length: NAMED }, () => any(all)).flat(),
  ];
  const words = some.flatMap((each) => any(each.tokens.filter((token) => token.startsWith('zq'))));
  const logs = [...new Set(all.map((each) => each.log))];
  const few = Array.from({ length: NAMED_LOGS }, () => any(logs)).flat();
  return {
    hash: [NOWHERE, ...new Set(some.map((each) => each.hash))],
    word: [NO_WORD, ...new Set(words)].slice(0, 1 + FOUND.length + KEPT.length),
    log: logs.length > NAMED_LOGS ? [...new Set(few)] : logs,
    collection: collections.length === 0 ? ['0'] : any(collections),
  };
}
