import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { PlanView, Saved } from '../../contract/api.ts';
import type { BundleView, OpenedView } from '../../contract/courier.ts';
import { fingerprintWords } from '../../contract/fingerprint.ts';
import type { IntegrityView } from '../../contract/record-room.ts';
import type { RecallView } from '../../contract/recalls.ts';
import type { RecordView, ReportPage } from '../../contract/reports.ts';
import { LANGUAGES } from '../../accord/party/names.ts';
import { auditFolder } from '../audit-folder.ts';
import { withCourier } from '../courier-still.ts';
import { readFolder } from '../folder.ts';
import type { Acting } from './acting.ts';
import { MEMBERS } from './acting.ts';
import type { Client } from './desk.ts';
import type { Step, ThirdActScore, ThirdCast } from './scorecard.ts';
import { PLAYERS } from './cast.ts';
import { folderOf } from './stage.ts';
import { RECALLED_WORD, hasWords, planWhileAway, reportOfDay, sharedWith } from './third-lines.ts';

/** Of how many days the records tell that somebody missed. */
const DAYS = 3;

/** Who writes most, packs the bundles and recalls. */
const AUTHOR = 'iraq' as PartyId;

/** The other one who is there. */
const THIRD = 'turkiye' as PartyId;

/** How long a node that comes back may take to have and to erase everything, in milliseconds. */
const RETURN_MILLIS_MAX = 60_000;

/** What was said while one member was away. */
export interface Missed {
  readonly recalled: RecordHash;
  /** A report of {@link THIRD} that stays. */
  readonly kept: RecordHash;
  readonly reports: readonly RecordHash[];
  readonly plan: RecordHash;
  readonly bundles: readonly BundleView[];
}

/** The chapters of who is away: what the others do, what is carried, what is recalled, the return. */
export class Absence {
  readonly #acting: Acting;
  readonly #score: ThirdActScore;
  readonly #cast: ThirdCast;
  #leftAt = 0;

  constructor(acting: Acting, score: ThirdActScore, cast: ThirdCast) {
    this.#acting = acting;
    this.#score = score;
    this.#cast = cast;
  }

  /** One node is stopped; the others report, grade, propose and decide, and pack two bundles. */
  async begin(): Promise<Missed> {
    const { apart, dir } = this.#cast;
    const acting = this.#acting;
    await acting.untilCosigned();
    this.#leftAt = performance.now();
    this.#cast.wire.cut();
    await this.#cast.lower(apart);
    await mkdir(this.#bag, { recursive: true, mode: 0o700 });
    const recalled = await this.#report(AUTHOR, `${RECALLED_WORD} by the ford`, DAYS);
    const kept = await this.#report(THIRD, 'Snow on the upper pass', DAYS - 1);
    await acting.until(async () => {
      const [copies] = await copiesAt(acting.desk(AUTHOR, 'duty-officer'), [kept]);
      return copies === 1;
    });
    const first = await this.#pack('first', false);
    const last = await this.#report(AUTHOR, 'The ford is open again', DAYS - 2);
    const grade = { reliability: 'B', credibility: '2' };
    await acting.desk(AUTHOR, 'analyst').post('/api/grades', { report: kept, grade });
    const body = { audience: MEMBERS, plan: planWhileAway(AUTHOR, apart) };
    const { hash } = await acting.desk(AUTHOR, 'planner').post<PlanView>('/api/plans', body);
    await acting.decide(AUTHOR, hash, 'consent');
    const reports = [recalled, kept, last];
    const wanted = '3 reports, a plan with 1 decision';
    let at: Record<string, string> = {};
    await acting.until(async () => {
      at = await this.#seen(async (desk) => {
        const { decisions } = await desk.get<PlanView>(`/api/plans/${hash}`);
        const count = (await copiesAt(desk, reports)).filter((copies) => copies === 1).length;
        return `${count} reports, a plan with ${decisions.length} decision`;
      });
      return at[AUTHOR] === wanted && at[THIRD] === wanted;
    });
    const second = await this.#pack('second', true);
    const there = await sharedWith(acting.desk(AUTHOR, 'analyst'), apart);
    const entries = missing(there, await sizesIn(folderOf(dir, apart)));
    this.#score.away = { party: apart, seconds: 0, days: DAYS, entries };
    acting.mark(
      `${apart} is away; the others report, propose and decide`,
      entries >= 5,
      `the reports tell of ${DAYS} days; no clock was moved; ${entries} entries missed`,
      at,
    );
    return { recalled, kept, reports, plan: hash, bundles: [first, second] };
  }

  /** The bundles are opened at the folder of a node that does not run: the second first, then both twice. */
  async carry({ bundles, reports }: Missed): Promise<void> {
    const { apart, dir } = this.#cast;
    const acting = this.#acting;
    for (const bundle of [2, 1, 1, 2]) await this.#open(bundles, bundle);
    const { opened } = this.#score;
    const [early, first, again] = opened;
    const newOnes = opened.reduce((sum, { kept }) => sum + kept, 0);
    const missed = this.#score.away?.entries;
    const needs = early?.needs.join('; ') ?? '';
    acting.mark(
      'a bundle that comes too early says what it needs',
      early !== undefined && early.needs.length > 0,
      needs,
      { [apart]: `needs ${needs}` },
    );
    acting.mark(
      'carried by hand, all of both arrives once',
      newOnes === missed && first?.needs.length === 0 && again?.kept === 0,
      `${newOnes} new of ${missed} missed`,
      { [apart]: `new with bundles 2, 1, 1, 2: ${opened.map(({ kept }) => kept).join(', ')}` },
    );
    const same = opened.every(({ sameWords }) => sameWords);
    acting.mark('the words on the slips are the same at both ends', same, '4 languages');
    const there = await sharedWith(acting.desk(AUTHOR, 'analyst'), apart);
    const lost = missing(there, await sizesIn(folderOf(dir, apart)));
    await rm(this.#bag, { recursive: true, force: true });
    // Its node runs again, and still hears nobody.
    const seconds = (performance.now() - this.#leftAt) / 1000;
    const { away } = this.#score;
    if (away) this.#score.away = { ...away, seconds };
    await this.#cast.raise(apart);
    const desk = acting.desk(apart, 'duty-officer');
    await acting.until(async () => (await copiesAt(desk, reports)).every((count) => count === 1));
    const { peers } = await desk.get<IntegrityView>('/api/logs');
    const silent = peers.filter(({ link }) => link === 'silent').length;
    const at = { [apart]: `3 reports, ${lost} entries short, ${silent} links silent` };
    const isCut = lost === 0 && silent === peers.length;
    const stood = `its node stood still for ${seconds.toFixed(1)} s`;
    acting.mark('and is on its screens while its links are cut', isCut, stood, at);
  }

  /** A report goes where it is heard of; the account names who has not heard. */
  async recall({ recalled }: Missed): Promise<void> {
    const acting = this.#acting;
    const { apart } = this.#cast;
    const path = `/api/reports/${recalled}/recall`;
    const body = { reason: 'mistake', words: 'Named the wrong place.' };
    await acting.desk(AUTHOR, 'duty-officer').post<RecallView>(path, body);
    const how = async (desk: Client, party: PartyId): Promise<string> => {
      if (party !== apart) return accountIn(await desk.get<RecallView>(path));
      const { record } = await desk.get<RecordView>(`/api/records/${recalled}`);
      return record?.type === 'report' ? 'has not heard of it' : 'no words';
    };
    const wanted = `erased by ${AUTHOR} ${THIRD}, not by ${apart}`;
    let at: Record<string, string> = {};
    await acting.until(async () => {
      at = {};
      for (const party of MEMBERS) {
        const desk = acting.desk(party, 'duty-officer');
        at[party] = await how(desk, party).catch(() => 'nothing yet');
      }
      return at[AUTHOR] === wanted && at[THIRD] === wanted;
    });
    const { standings } = await acting.desk(AUTHOR, 'duty-officer').get<RecallView>(path);
    const erasedBefore = standings.filter(({ erasedAt }) => erasedAt).map(({ party }) => party);
    const wordsBefore = await this.#withWords();
    this.#score.recall = { erasedBefore, wordsBefore, erasedAfter: [], wordsAfter: [] };
    acting.mark(
      'a recalled report is erased where it is heard of, and the account says where not',
      wordsBefore.join() === apart && at[apart] === 'has not heard of it',
      `${wanted}; words in the folder of ${wordsBefore.join(' ') || 'nobody'}`,
      at,
    );
  }

  /** The links heal: who was away catches up, erases and says so, and decides on what waits for it. */
  async end({ recalled, reports, plan }: Missed): Promise<void> {
    const acting = this.#acting;
    const { apart, wire } = this.#cast;
    wire.mend();
    const from = performance.now();
    const recallPath = `/api/reports/${recalled}/recall`;
    await acting.everywhere(
      'back on its links, it erases and acknowledges',
      `erased by ${[AUTHOR, apart, THIRD].join(' ')}, not by nobody`,
      async (desk) => accountIn(await desk.get<RecallView>(recallPath)),
      RETURN_MILLIS_MAX,
    );
    await acting.everywhere(
      'all nodes hold the same of every log',
      'alike',
      (desk) => this.#compare(desk),
      RETURN_MILLIS_MAX,
    );
    const seconds = (performance.now() - from) / 1000;
    const desk = acting.desk(apart, 'duty-officer');
    const stays = reports.filter((hash) => hash !== recalled);
    const copies = await copiesAt(desk, stays);
    const [lost, doubled] = [copies.filter((n) => n === 0), copies.filter((n) => n > 1)];
    this.#score.caughtUp = { lost: lost.length, doubled: doubled.length, seconds };
    const view = await desk.get<RecallView>(recallPath);
    const erasedAfter = view.standings.filter(({ erasedAt }) => erasedAt).map((s) => s.party);
    const wordsAfter = await this.#withWords();
    const before = this.#score.recall;
    if (before) this.#score.recall = { ...before, erasedAfter, wordsAfter };
    acting.mark(
      'nothing is lost or doubled, and the words of the recalled report are in no file of any node',
      lost.length + doubled.length + wordsAfter.length === 0,
      `${seconds.toFixed(1)} s after the links healed`,
    );
    await acting.decide(apart, plan, 'consent');
    await acting.everywhereOf('it consents to what waited for it', plan, 'active');
  }

  get #bag(): string {
    return path.join(this.#cast.dir, 'bag');
  }

  async #report(party: PartyId, title: string, days: number): Promise<RecordHash> {
    const report = reportOfDay(title, days);
    const body = { audience: MEMBERS, tlp: 'AMBER', report };
    const desk = this.#acting.desk(party, 'duty-officer');
    return (await desk.post<Saved>('/api/reports', body)).hash;
  }

  async #pack(name: string, afterLast: boolean): Promise<BundleView> {
    const desk = this.#acting.desk(AUTHOR, 'administrator');
    const asked = { to: this.#cast.apart, afterLast };
    const packed = await desk.post<BundleView>('/api/bundles', asked);
    const bytes = await desk.bytes(`/api/bundles/${packed.id}/file`);
    await writeFile(path.join(this.#bag, `${packed.id}.age`), bytes, { mode: 0o600 });
    this.#acting.say(`${AUTHOR} packs the ${name} bundle: ${packed.entries} entries`);
    return packed;
  }

  async #open(bundles: readonly BundleView[], bundle: number): Promise<void> {
    const packed = bundles[bundle - 1];
    if (!packed) throw new Error('a bundle that was packed is there');
    const file = path.join(this.#bag, `${packed.id}.age`);
    const options = { dir: folderOf(this.#cast.dir, this.#cast.apart), say: () => undefined };
    const opened = await withCourier(options, (courier) => courier.open(createReadStream(file)));
    if (!opened.ok) throw new Error(`a bundle did not open: ${opened.fault.kind}`);
    const { entries, bytes, kept, logs } = opened.value;
    const needs = logs
      .filter(({ outcome }) => outcome === 'gap')
      .map(({ author, from, held }) => `${author} from ${from}, held ${held}`);
    const sameWords = wordsOf(packed) === wordsOf(opened.value);
    this.#score.opened.push({ bundle, bytes, entries, kept, needs, sameWords });
  }

  async #withWords(): Promise<readonly PartyId[]> {
    const found: PartyId[] = [];
    for (const { party } of PLAYERS) {
      if (await hasWords(folderOf(this.#cast.dir, party), RECALLED_WORD)) found.push(party);
    }
    return found;
  }

  /** How what a desk's node holds compares with the largest that any node holds. */
  async #compare(desk: Client): Promise<string> {
    for (const party of MEMBERS) {
      const theirs = await sharedWith(this.#acting.desk(party, 'duty-officer'), party);
      const ours = await sharedWith(desk, party);
      for (const [origin, { size, root }] of theirs) {
        const held = ours.get(origin);
        if (held && (held.size !== size || held.root !== root)) return `${origin} differs`;
      }
    }
    return 'alike';
  }

  async #seen(look: (desk: Client) => Promise<string>): Promise<Record<string, string>> {
    const { apart } = this.#cast;
    const at: Record<string, string> = { [apart]: 'away' };
    for (const party of MEMBERS.filter((each) => each !== apart)) {
      const desk = this.#acting.desk(party, 'duty-officer');
      at[party] = await look(desk).catch(() => 'nothing yet');
    }
    return at satisfies NonNullable<Step['at']>;
  }
}

function accountIn({ standings }: RecallView): string {
  const said = standings.filter(({ erasedAt }) => erasedAt).map(({ party }) => party);
  const silent = standings.filter(({ erasedAt }) => !erasedAt).map(({ party }) => party);
  const names = (parties: readonly PartyId[]) => parties.toSorted().join(' ') || 'nobody';
  return `erased by ${names(said)}, not by ${names(silent)}`;
}

/** The words that people say to each other, in every language. */
function wordsOf({ sha256 }: Pick<BundleView | OpenedView, 'sha256'>): string {
  const hash = new Uint8Array(Buffer.from(sha256, 'hex'));
  return LANGUAGES.flatMap((language) => fingerprintWords(hash, language)).join(' ');
}

/** How many entries of each log lie in a folder, by its origin, and that they prove themselves. */
async function sizesIn(folder: string): Promise<ReadonlyMap<string, number>> {
  const verdicts = await auditFolder(readFolder(folder));
  const whole = verdicts.filter(({ findings }) => findings.length === 0);
  return new Map(whole.map(({ origin, size }) => [origin, size]));
}

function missing(
  there: ReadonlyMap<string, { readonly size: number }>,
  held: ReadonlyMap<string, number>,
): number {
  return [...there]
    .map(([origin, { size }]) => Math.max(0, size - (held.get(origin) ?? 0)))
    .reduce((sum, each) => sum + each, 0);
}

/** How often each report stands in the list at a desk. */
async function copiesAt(desk: Client, reports: readonly RecordHash[]): Promise<readonly number[]> {
  const page = await desk.get<ReportPage>('/api/reports?limit=100');
  return reports.map((hash) => page.reports.filter((each) => each.hash === hash).length);
}
