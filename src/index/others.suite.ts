import { expect, it } from 'vitest';
import { formatBase64Url } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { formatInstant, instant } from '../base/instant.ts';
import type { Matter } from '../accord/knowledge/matter-schema.ts';
import type { InformationRequest } from '../accord/knowledge/request-schema.ts';
import { report, teller } from './cast.suite.ts';
import type { Index, IndexedEntry } from './port.ts';
import type { Condition } from './sought.ts';

const matter = (title: string, text?: string): Matter => ({
  title,
  language: 'en',
  ...(text === undefined ? {} : { text }),
});
const request = (title: string, text = ''): InformationRequest => ({
  title,
  text,
  language: 'en',
  to: ['nahr' as PartyId],
  due: formatInstant(instant(1_800_000_000)),
  place: {
    geometry: { type: 'Point', coordinates: [44, 35] },
    precisionMetres: 100,
    label: 'Kut',
  },
});
const passage = (passed: IndexedEntry, origin = passed.author) => ({
  release: passed.hash,
  origin,
  record: formatBase64Url(passed.bytes),
  proof: 'c2sp.org/tlog-proof@v1',
});
const words = (text: string): Condition => ({ kind: 'words', text });

/** What every index must find beside reports; `open` gives a new and empty one. */
export function othersSuite(open: () => Promise<Index>): void {
  const holding = async (...entries: readonly IndexedEntry[]): Promise<Index> => {
    const index = await open();
    await index.follow(entries);
    return index;
  };
  const finder =
    (index: Index, logs: readonly IndexedEntry['log'][]) =>
    async (...where: Condition[]) => {
      const found = await index.findOthers({ logs, where, limit: 50 });
      expect(found.count).toBe(found.rows.length);
      return found.rows.map(({ type, title }) => `${type} ${title}`);
    };

  it('[I44] finds matters, requests and passages by their words, each as what it is', async () => {
    const [qamar, nahr] = [teller('qamar', 'nahr'), teller('nahr', 'qamar')];
    const far = teller('sahra', 'nahr').say('report', {
      ...report('Köprü'),
      text: 'The bridge at Zakho is down.',
    });
    const index = await holding(
      qamar.say('matter', matter('Bridge struck', 'Who struck the bridge?')),
      qamar.say('report', report('bridge closed')),
      nahr.say('request', request('Bridge of boats?', 'How many lorries')),
      nahr.say('passage', passage(far)),
      nahr.say('remark', { language: 'en', text: 'bridge' }),
      nahr.say('passage', passage(far, 'qamar' as PartyId)),
    );
    const logs = [qamar.log, nahr.log];
    const find = finder(index, logs);
    expect(await find(words('bridge'))).toEqual([
      'passage Köprü',
      'request Bridge of boats?',
      'matter Bridge struck',
    ]);
    expect(await find(words('الجسر'))).toEqual([]);
    expect(await find({ kind: 'phrase', text: 'struck the bridge' })).toEqual([
      'matter Bridge struck',
    ]);
    expect(await find({ kind: 'phrase', text: 'struck who' })).toEqual([]);
    expect(await find(words('kut'))).toEqual(['request Bridge of boats?']);
    const { rows } = await index.findOthers({
      ...{ logs, limit: 1, excerptFor: ['zakho'] },
      where: [words('zakho sahra')],
    });
    expect(rows).toMatchObject([
      { type: 'passage', author: 'nahr', origin: 'sahra', tlp: 'AMBER' },
    ]);
    expect(rows[0]?.excerpt).toContain('at Zakho');
    expect((await index.findReports({ logs, where: [words('bridge')], limit: 9 })).count).toBe(1);
    const page = await index.findOthers({ logs, where: [words('bridge')], limit: 1 });
    expect([page.rows.length, page.count]).toEqual([1, 3]);
    await index.close();
  });

  it('[I44] asks who wrote them, for whom and when; what only a report has holds of none', async () => {
    const [qamar, nahr, kept] = [teller('qamar', 'nahr'), teller('nahr', 'qamar'), teller('qamar')];
    const index = await holding(
      qamar.say('matter', matter('bridge one')),
      nahr.say('matter', matter('bridge two')),
      kept.say('matter', matter('bridge three')),
    );
    const find = finder(index, [qamar.log, nahr.log, kept.log]);
    const all = ['matter bridge three', 'matter bridge two', 'matter bridge one'];
    const bridge = words('bridge');
    expect(await find(bridge)).toEqual(all);
    expect(await find(bridge, { kind: 'parties', parties: ['nahr' as PartyId] })).toEqual([all[1]]);
    expect(await find(bridge, { kind: 'readers', parties: ['nahr' as PartyId] })).toEqual(
      all.slice(1),
    );
    expect(await find(bridge, { kind: 'seat', text: 'Desk/' })).toEqual(all);
    expect(await find(bridge, { kind: 'not', part: words('two') })).toEqual([all[0], all[2]]);
    const [{ at } = { at: '' }] = (
      await index.findOthers({ logs: [kept.log], where: [bridge], limit: 1 })
    ).rows;
    const said = instant(Date.parse(at) / 1000);
    expect(await find(bridge, { kind: 'window', from: said })).toEqual([all[0]]);
    expect(await find(bridge, { kind: 'window', upto: said })).toEqual(all.slice(1));
    const none: readonly Condition[] = [
      { kind: 'kinds', kinds: ['incident'] },
      { kind: 'linked' },
      { kind: 'attached' },
      { kind: 'ungraded', by: 'qamar' as PartyId },
      { kind: 'circle', at: [44, 35], metres: 1e5 },
      { kind: 'box', box: [0, 0, 90, 90] },
    ];
    for (const each of none) {
      expect(await find(bridge, each)).toEqual([]);
      expect(await find({ kind: 'any', parts: [each, bridge] })).toEqual(all);
    }
    // Without a word that is looked for there is nothing to find them by.
    expect(await find()).toEqual([]);
    expect(await find({ kind: 'not', part: words('two') })).toEqual([]);
    expect(await find({ kind: 'parties', parties: ['nahr' as PartyId] })).toEqual([]);
    expect(await find(words('؟ !'))).toEqual([]);
    await index.close();
  });

  it('[I3] [I44] finds nothing beside reports on a log that was not named, nor counts or spells it', async () => {
    const [shared, kept] = [teller('qamar', 'nahr'), teller('qamar')];
    const index = await holding(
      shared.say('matter', matter('bridge open')),
      kept.say('matter', matter('bridge secret', 'quagmire')),
      kept.say('request', request('bridge secret too')),
    );
    const find = finder(index, [shared.log]);
    expect(await find(words('bridge'))).toEqual(['matter bridge open']);
    expect(await find(words('secret'))).toEqual([]);
    expect(await finder(index, [])(words('bridge'))).toEqual([]);
    const spelt = async (...logs: IndexedEntry['log'][]) => [
      ...(await index.spellings({ logs, text: 'quagmyre' })).values(),
    ];
    expect(await spelt(shared.log)).toEqual([[]]);
    expect(await spelt(kept.log)).toEqual([['quagmire']]);
    await index.close();
  });

  it('[W4] [I44] finds a matter no more that was erased, and its words nowhere', async () => {
    const qamar = teller('qamar', 'nahr');
    const gone = qamar.say('matter', matter('zebrafish quarry'));
    const index = await holding(gone, qamar.say('matter', matter('quarry')));
    const { log, index: at, hash } = gone;
    await index.erase(log, [{ index: at, hash }]);
    const find = finder(index, [log]);
    expect(await find(words('quarry'))).toEqual(['matter quarry']);
    expect(await find(words('zebrafish'))).toEqual([]);
    expect([...(await index.spellings({ logs: [log], text: 'zebrafysh' })).values()]).toEqual([[]]);
    await index.close();
  });
}
