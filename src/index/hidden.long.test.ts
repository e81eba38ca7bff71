import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import {
  CREDIBILITIES,
  RELIABILITIES,
  RELATIONS,
  REPORT_KINDS,
} from '../accord/knowledge/schema.ts';
import { report, teller } from './cast.suite.ts';
import type { Index, IndexedEntry } from './port.ts';
import type { Condition } from './sought.ts';
import { openInlineIndex } from './sqlite.ts';

const PARTIES = ['qamar', 'nahr', 'sahra'] as const;
const WORDS = ['bridge', 'bridges', 'brigde', 'جسر', 'الجسر', 'köprü', 'Kirkuk', 'closed'];

const said = fc.record({
  log: fc.nat(5),
  what: fc.constantFrom('report', 'report', 'report', 'grade', 'link', 'correction', 'matter'),
  words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }),
  kind: fc.constantFrom(...REPORT_KINDS.slice(0, 3)),
  day: fc.nat(4),
  lon: fc.integer({ min: 43, max: 45 }),
  grade: fc.record({
    reliability: fc.constantFrom(...RELIABILITIES.slice(0, 2)),
    credibility: fc.constantFrom(...CREDIBILITIES.slice(0, 2)),
  }),
  isGraded: fc.boolean(),
  about: fc.tuple(fc.nat(), fc.nat()),
  relation: fc.constantFrom(...RELATIONS.slice(0, 2)),
});
const party = fc.constantFrom(...PARTIES) as unknown as fc.Arbitrary<PartyId>;
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(...WORDS).map((text) => ({ kind: 'words', text }) as const),
  fc.constantFrom('bridge closed', 'جسر kirkuk').map((text) => ({ kind: 'phrase', text }) as const),
  fc.record({
    kind: fc.constant('grades' as const),
    by: fc.constant(['author', 'nahr'] as ['author', PartyId]),
    grades: fc.array(
      said.map(({ grade }) => grade),
      { maxLength: 2 },
    ),
  }),
  party.map((by) => ({ kind: 'ungraded', by }) as const),
  fc.constantFrom<Condition>({ kind: 'linked' }, { kind: 'linked', relation: 'contradicts' }),
  party.map((each) => ({ kind: 'readers', parties: [each] }) as const),
  fc.nat(2).map((n) => ({ kind: 'circle', at: [43 + n, 35], metres: 20_000 }) as const),
);
/** What hangs on what was said of a report is asked in every world. */
const ALWAYS: readonly Condition[] = [
  { kind: 'linked' },
  { kind: 'linked', relation: 'contradicts' },
  ...PARTIES.map((by) => ({ kind: 'ungraded', by: by as unknown as PartyId }) as const),
];
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: leaf.map((part) => ({ kind: 'not', part }) as const) },
  {
    weight: 1,
    arbitrary: fc
      .array(leaf, { minLength: 1, maxLength: 3 })
      .map((parts) => ({ kind: 'any', parts }) as const),
  },
);

it('[I3] tells by lists, counts, points, facets, spellings, grades and what is beside reports no more than the named logs hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { minLength: 3, maxLength: 30 }),
      fc.subarray([0, 1, 2, 3, 4, 5]),
      fc.array(condition, { minLength: 1, maxLength: 6 }),
      async (all, named, conditions) => {
        const tellers = PARTIES.flatMap((each, n) => [
          teller(each, PARTIES[(n + 1) % PARTIES.length]!),
          teller(each),
        ]);
        const entries: IndexedEntry[] = [];
        const reports: IndexedEntry[] = [];
        for (const each of all) {
          const log = tellers[each.log]!;
          const body = {
            ...report(each.words.join(' '), each.day, {
              geometry: { type: 'Point', coordinates: [each.lon, 35] },
            }),
            kind: each.kind,
            ...(each.isGraded ? { grade: each.grade } : {}),
          };
          const [one, other] = each.about.map(
            (n) => reports[n % Math.max(1, reports.length)]?.hash,
          );
          const say = (): IndexedEntry => {
            if (each.what === 'grade' && one)
              return log.say('grade', { report: one, grade: each.grade });
            if (each.what === 'link' && one && other && one !== other) {
              return log.say('link', { relation: each.relation, from: one, to: other });
            }
            if (each.what === 'matter')
              return log.say('matter', { title: each.words.join(' '), language: 'en' });
            const entry = log.say(
              'report',
              each.what === 'correction' && one ? { ...body, corrects: one } : body,
            );
            reports.push(entry);
            return entry;
          };
          entries.push(say());
        }
        const logs = named.map((n) => tellers[n]!.log);
        const whole = openInlineIndex(':memory:', { say: () => undefined });
        const part = openInlineIndex(':memory:', { say: () => undefined });
        await whole.follow(entries);
        await part.follow(entries.filter((entry) => logs.includes(entry.log)));
        const told = async (index: Index): Promise<unknown> => {
          const found = [];
          for (const each of [undefined, ...ALWAYS, ...conditions]) {
            const filter = { logs, ...(each ? { where: [each] } : {}) };
            const { rows, count } = await index.findReports({
              ...filter,
              limit: 100,
              excerptFor: ['bri'],
            });
            const { points } = await index.points(filter, 100);
            const facets = await index.facets({
              ...filter,
              reader: 'qamar' as PartyId,
              offsetSeconds: 0,
            });
            const others = await index.findOthers({ logs, where: filter.where ?? [], limit: 100 });
            const about = await index.about(
              rows.map(({ hash }) => hash),
              logs,
            );
            // Two reports of one moment stand in the order in which they came, which tells nothing.
            const byHash = rows.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
            const sorted = points.map((point) => JSON.stringify(point)).toSorted();
            found.push([
              byHash,
              count,
              sorted,
              facets,
              others.rows.toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
              others.count,
              rows.map(({ hash }) => about.get(hash)).length,
            ]);
          }
          const spelt = await index.spellings({ logs, text: 'brigdes kirkok closet جسوور' });
          return [found, [...spelt]];
        };
        expect(await told(whole)).toEqual(await told(part));
        await whole.close();
        await part.close();
      },
    ),
    { numRuns: 30 },
  );
}, 300_000);
