import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Saved } from '../../contract/api.ts';
import type { RequestView, RequestsView } from '../../contract/information-requests.ts';
import type { MatterView, TracksView } from '../../contract/matters.ts';
import type { RecordView, ReportLine, ReportPage } from '../../contract/reports.ts';
import { Acting, MEMBERS } from './acting.ts';
import {
  FOUR_WORDS,
  GUARDED_WORD,
  SAID_BY,
  TOLD,
  guardedReport,
  notAgreed,
  questionTo,
} from './fourth-lines.ts';
import type { Word } from './fourth-lines.ts';
import type { Cast, FourthActScore, FourthChapter, Scorecard, TellStep } from './scorecard.ts';

const WORDS = Object.keys(FOUR_WORDS) as Word[];

/** How each party takes the words of the others, in the order of {@link WORDS}: nobody is averaged. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  iraq: ['E4', '', 'D4', ''],
  krg: ['C3', 'D4', '', 'C3'],
  turkiye: ['', 'E5', 'C2', 'D4'],
};

/**
 * Plays the fourth act on the stage of those before: a claim and its denial from four sources, graded
 * by three parties and resolved as *we do not agree*; what a neighbour is told of a guarded report;
 * and a request that one party answers late. `after` may disturb it.
 */
export async function playFourthAct(
  cast: Cast,
  card: Scorecard,
  tell: TellStep,
  after: (chapter: FourthChapter) => Promise<void> = () => Promise.resolve(),
): Promise<Scorecard> {
  const acting = new Acting(cast, card, tell);
  const score: FourthActScore = { grades: [], differences: 0, answered: [] };
  card.fourthAct = score;
  const play = new Play(acting, score);
  try {
    const said = await play.sayFour();
    await after('words');
    await play.grade(said);
    await after('grades');
    const matter = await play.openMatter(said);
    await after('matter');
    await play.disagree(matter, said);
    await after('resolution');
    await play.tellNeighbour();
    await after('release');
    await play.askAll();
    await after('request');
    card.passed = card.steps.every((each) => each.ok);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    acting.mark('fourth act ended early', false, why);
  }
  return card;
}

type Said = ReadonlyMap<Word, RecordHash>;

/** How long after it fell due the second answer is given, in milliseconds. */
const LATE_MILLIS = 3_000;

class Play {
  readonly #acting: Acting;
  readonly #score: FourthActScore;

  constructor(acting: Acting, score: FourthActScore) {
    this.#acting = acting;
    this.#score = score;
  }

  /** Each says its word to all. */
  async sayFour(): Promise<Said> {
    const acting = this.#acting;
    const said = new Map<Word, RecordHash>();
    for (const word of WORDS) {
      const desk = acting.desk(SAID_BY[word], 'analyst');
      const body = { audience: MEMBERS, tlp: 'AMBER', report: FOUR_WORDS[word] };
      said.set(word, (await desk.post<Saved>('/api/reports', body)).hash);
    }
    await acting.everywhere('four words about one night are at every node', '4', async (desk) => {
      const views = await Promise.all(
        [...said.values()].map((hash) => desk.get<RecordView>(`/api/records/${hash}`)),
      );
      return String(views.length);
    });
    return said;
  }

  /** Each grades the words of the others for itself, and two of them are said to contradict. */
  async grade(said: Said): Promise<void> {
    const acting = this.#acting;
    for (const party of MEMBERS) {
      const desk = acting.desk(party, 'analyst');
      for (const [at, word] of WORDS.entries()) {
        const [reliability, credibility] = TAKEN[party]?.[at] ?? '';
        if (reliability === undefined) continue;
        await desk.post('/api/grades', {
          report: said.get(word),
          grade: { reliability, credibility },
        });
      }
    }
    const against = (from: Word, fromClaim: number, to: Word, toClaim: number) => ({
      ...{ relation: 'contradicts', from: said.get(from), fromClaim, to: said.get(to), toClaim },
      reason: 'Both cannot be true of one night.',
    });
    await acting.desk('iraq', 'analyst').post('/api/links', against('denial', 1, 'claim', 1));
    await acting.desk('turkiye', 'analyst').post('/api/links', against('convoy', 1, 'patrol', 1));
    const wanted = WORDS.map(() => MEMBERS.length).join(' ');
    await acting.everywhere(
      'each is graded by three parties, side by side',
      wanted,
      async (desk) => {
        const grades = await this.#gradesAt(desk, said);
        this.#score.grades = grades;
        return grades.map((each) => each.split(' ').length).join(' ');
      },
    );
  }

  async #gradesAt(desk: ReturnType<Acting['desk']>, said: Said): Promise<readonly string[]> {
    return Promise.all(
      WORDS.map(async (word) => {
        const { grades } = await desk.get<RecordView>(`/api/records/${said.get(word)}`);
        return grades
          .map(({ party, grade }) => `${party}:${grade.reliability}${grade.credibility}`)
          .join(' ');
      }),
    );
  }

  /** The words become one matter, each by another's hand, and what does not fit is marked. */
  async openMatter(said: Said): Promise<RecordHash> {
    const acting = this.#acting;
    const matter = {
      title: 'EXERCISE: were missiles moved?',
      language: 'en',
      text: 'Four words about one night.',
    };
    const opened = await acting
      .desk('iraq', 'analyst')
      .post<MatterView>('/api/matters', { audience: MEMBERS, tlp: 'AMBER', matter });
    for (const [at, word] of WORDS.entries()) {
      const party = MEMBERS[at % MEMBERS.length] ?? '';
      const desk = acting.desk(party, 'analyst');
      await acting.until(() => isThere(desk.get(`/api/matters/${opened.hash}`)));
      await desk.post('/api/links', { relation: 'part-of', from: said.get(word), to: opened.hash });
    }
    await acting.everywhere(
      'four words stand side by side in one matter, with what does not fit marked',
      '4 words; how-many what differ',
      async (desk) => {
        const { parts, table } = await desk.get<MatterView>(`/api/matters/${opened.hash}`);
        const differing = table.filter(({ hasDifferences }) => hasDifferences);
        this.#score.differences = differing.length;
        const abouts = differing.map(({ about }) => about).toSorted();
        return `${parts.length} words; ${abouts.join(' ')} differ`;
      },
    );
    return opened.hash;
  }

  /** They end it by saying that they do not agree; later one word is refuted, and all reckon alike. */
  async disagree(matter: RecordHash, said: Said): Promise<void> {
    const acting = this.#acting;
    const claims = (['convoy', 'patrol'] as const).flatMap((word) => {
      const report = said.get(word);
      return report ? [{ report, claim: 1 }] : [];
    });
    const path = `/api/matters/${matter}/resolution`;
    const { resolutions } = await acting
      .desk('krg', 'analyst')
      .post<MatterView>(path, notAgreed(claims));
    const resolution = resolutions.at(-1)?.hash ?? '';
    for (const party of ['iraq', 'turkiye']) {
      const desk = acting.desk(party, 'analyst');
      const answer = `/api/resolutions/${resolution}/concurrence`;
      await acting.until(async () => {
        const view = await desk.get<MatterView>(`/api/matters/${matter}`);
        return view.resolutions.some(({ hash }) => hash === resolution);
      });
      await desk.post(answer, { verdict: 'agrees', language: 'en' });
    }
    await acting.everywhere(
      'three parties end the matter: they do not agree, and that is a proper end',
      'not-agreed by iraq krg turkiye',
      async (desk) => {
        const { state, by } = await desk.get<MatterView>(`/api/matters/${matter}`);
        return `${state} by ${by.toSorted().join(' ')}`;
      },
    );
    await acting.desk('iraq', 'analyst').post('/api/outcomes', {
      ...{ report: said.get('convoy'), claim: 1, verdict: 'confirmed', language: 'en' },
      ...{ ground: 'Tracks of eight lorries were counted at dawn.', evidence: [] },
    });
    const tracks = new Map<string, string>();
    await acting.everywhere(
      'what came true is counted alike at every node',
      'krg 1 of 1',
      async (desk, party) => {
        const { parties } = await desk.get<TracksView>('/api/tracks');
        tracks.set(party, JSON.stringify(parties));
        const track = parties.find((each) => each.party === ('krg' as PartyId));
        return track && `krg ${track.came} of ${track.of}`;
      },
    );
    this.#score.sameTracks = new Set(tracks.values()).size === 1;
    acting.mark('the tracks are the same to the last figure', this.#score.sameTracks);
  }

  /** One party tells another all and a neighbour less, which shows no trace of what was left out. */
  async tellNeighbour(): Promise<void> {
    const acting = this.#acting;
    const desk = acting.desk('krg', 'analyst');
    const neighbour = acting.desk('turkiye', 'analyst');
    const { hash } = await desk.post<Saved>('/api/reports', {
      ...{ audience: ['iraq', 'krg'], tlp: 'AMBER+STRICT', report: guardedReport() },
    });
    const released = await desk.post<Saved>('/api/releases', {
      ...{ of: hash, audience: ['krg', 'turkiye'], tlp: 'AMBER', coarsening: TOLD, files: [] },
    });
    await acting.until(() => isThere(neighbour.get(`/api/records/${released.hash}`)));
    const told = await neighbour.get<RecordView>(`/api/records/${released.hash}`);
    const text = JSON.stringify(told);
    const body = told.record?.type === 'report' ? told.record.body : undefined;
    const refusal = await neighbour.refused(neighbour.get(`/api/records/${hash}`));
    const search = `/api/reports?text=${GUARDED_WORD}`;
    const found = (await neighbour.get<ReportPage>(search)).count;
    const isLinked = (await desk.get<RecordView>(`/api/records/${hash}`)).releases.some(
      ({ report }) => report === released.hash,
    );
    const precision = body?.place.precisionMetres ?? 0;
    this.#score.release = { precisionMetres: precision, found, isLinked };
    acting.mark(
      'a neighbour is told less of a guarded report, and finds no trace of the rest',
      precision > 5_000 &&
        !text.includes(GUARDED_WORD) &&
        !text.includes(hash) &&
        refusal.code === 'not-found' &&
        found === 0 &&
        isLinked,
      `known to ${precision} m there, to 20 m where it came from`,
    );
  }

  /** Two are asked by a certain time: one answers in time, the other late, and it shows. */
  async askAll(): Promise<void> {
    const acting = this.#acting;
    const asker = acting.desk('turkiye', 'analyst');
    const to = ['iraq', 'krg'] as PartyId[];
    const asked = await asker.post<RequestView>('/api/requests', {
      ...{ audience: MEMBERS, tlp: 'AMBER', request: questionTo(to) },
    });
    const path = `/api/requests/${asked.hash}`;
    const reply = (words: string) => ({ reports: [], language: 'en', words });
    const first = acting.desk('krg', 'analyst');
    await acting.until(() => isThere(first.get(path)));
    await first.post(`${path}/reply`, reply('Seven or more, by what residents heard.'));
    await acting.everywhere(
      'a request stays open, and late, until it is answered',
      'iraq late',
      async (desk) => {
        const view = await desk.get<RequestView>(path);
        const open = view.asked.filter(({ state }) => state !== 'answered');
        return open.map(({ party, state }) => `${party} ${state}`).join(' ');
      },
    );
    // Its node's clock may be some seconds behind ours, and what is said in the last second is in time.
    const late = Date.parse(asked.request.due) + LATE_MILLIS;
    await acting.until(async () => Date.now() > late);
    const { reports } = await acting
      .desk('iraq', 'analyst')
      .get<{ reports: readonly ReportLine[] }>('/api/reports?text=patrol&limit=1');
    await acting.desk('iraq', 'analyst').post(`${path}/reply`, {
      ...{ reports: reports.map(({ hash }) => hash), language: 'en' },
      words: 'Our patrol met nobody.',
    });
    await acting.everywhere(
      'one answered in time, one late, and all see which',
      'iraq late, krg in time',
      async (desk) => {
        const view = await desk.get<RequestView>(path);
        this.#score.answered = view.asked.map(({ party, lateSeconds }) => ({
          party,
          lateSeconds: lateSeconds ?? 0,
        }));
        if (view.asked.some(({ state }) => state !== 'answered')) return undefined;
        return view.asked
          .toSorted((a, b) => (a.party < b.party ? -1 : 1))
          .map(
            ({ party, lateSeconds }) => `${party} ${(lateSeconds ?? 0) > 0 ? 'late' : 'in time'}`,
          )
          .join(', ');
      },
    );
    const { figures } = await asker.get<RequestsView>('/api/requests');
    acting.mark(
      'how parties answer is counted',
      figures.some(({ party }) => to.includes(party)),
    );
  }
}

/** Whether a call is answered, not refused. */
async function isThere(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    () => false,
  );
}
