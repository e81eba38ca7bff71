import type { RecordHash } from '../../base/ids.ts';
import type { PlanView, PreviewView, Saved } from '../../contract/api.ts';
import type { AgreementView, PostView, PresenceView } from '../../contract/beside-plans.ts';
import type { Acting } from './acting.ts';
import { MEMBERS } from './acting.ts';
import type { Client } from './desk.ts';
import { BASE } from './places.ts';
import { BASE_ARTICLE, momentIn, newAgreement, newSweep, newVisit } from './second-lines.ts';
import { SIGNING_SEAT } from './seats.ts';

/** The chapters about what binds all: an agreement, what it lets stand, and what it frees and forbids. */
export class Law {
  readonly #acting: Acting;

  constructor(acting: Acting) {
    this.#acting = acting;
  }

  /** All three sign; it is in force with the last signature, and not before. */
  async agree(): Promise<RecordHash> {
    const acting = this.#acting;
    await this.#previewVisit('a visit in the belt needs both claimants', 'iraq krg');
    const { hash } = await acting
      .desk('iraq', SIGNING_SEAT)
      .post<AgreementView>('/api/agreements', { agreement: newAgreement() });
    const [last, ...first] = MEMBERS.toReversed();
    for (const party of first) {
      await this.#untilAgreement(party, hash);
      await acting.sign(party, SIGNING_SEAT, hash, 'We sign the understanding.');
    }
    const inForce = async (desk: Client): Promise<string> => {
      const { inForce, signed } = await desk.get<AgreementView>(`/api/agreements/${hash}`);
      return inForce ? 'in force' : `signed by ${signed.join(' ')}`;
    };
    await acting.everywhere(
      'an agreement that one has not signed is not in force',
      'signed by iraq krg',
      inForce,
    );
    await acting.sign(last ?? '', SIGNING_SEAT, hash, 'We sign the understanding.');
    await acting.everywhere('it is in force once all have signed', 'in force', inForce);
    return hash;
  }

  /** The base on others' ground stands on nothing, until an article is named for it. */
  async groundBase(agreement: RecordHash): Promise<RecordHash> {
    const acting = this.#acting;
    const groundOf = async (desk: Client): Promise<string> => {
      const { on, ground } = (await baseAt(desk)) ?? {};
      const stands = ground?.kind === 'allowed' ? `article ${ground.article}` : ground?.why;
      return `on ${on?.join(' ')}: ${stands}`;
    };
    await acting.everywhere(
      'a base on ground that others claim is shown without ground',
      'on iraq krg: nothing-named',
      groundOf,
    );
    const planner = acting.desk('turkiye', 'planner');
    const base = await baseAt(planner);
    const purpose = 'Training';
    const { hash } = await planner.post<Saved>('/api/posts', {
      audience: MEMBERS,
      post: {
        ...BASE,
        from: base?.post.from,
        upto: null,
        allowed: { agreement, article: BASE_ARTICLE, purpose, upto: momentIn(20 * 86_400) },
      },
      replaces: base?.hash,
    });
    await acting.everywhere(
      'it stands on an article, for a purpose, until a day',
      `on iraq krg: article ${BASE_ARTICLE}`,
      groundOf,
    );
    return hash;
  }

  /** What the rules do, as every node reckons it before anything is proposed. */
  async previewUnderIt(): Promise<void> {
    await this.#previewVisit('the agreement frees them: of a visit they are told', '');
    const { forbidden } = await this.#acting
      .desk('turkiye', 'planner')
      .post<PreviewView>('/api/plans/preview', { plan: newSweep() });
    const by = forbidden.map(({ party, article }) => `${party} by article ${article}`).join();
    this.#acting.mark(
      'it forbids the third party to sweep there',
      by === 'turkiye by article 4',
      by,
    );
  }

  /** The third party tells of its visit; nobody is asked, and everybody knows. */
  async tellOfVisit(): Promise<void> {
    const { hash } = await this.#acting
      .desk('turkiye', 'planner')
      .post<PlanView>('/api/plans', { audience: MEMBERS, plan: newVisit() });
    await this.#acting.everywhereOf(
      'a visit that is only told of is at every desk, and asks nobody',
      hash,
      'active, asks 0',
      ({ state, asked }) => `${state.kind}, asks ${asked.length}`,
    );
  }

  async #previewVisit(step: string, wanted: string): Promise<void> {
    const { asked } = await this.#acting
      .desk('turkiye', 'planner')
      .post<PreviewView>('/api/plans/preview', { plan: newVisit() });
    const parties = asked.map(({ party }) => party).join(' ');
    this.#acting.mark(step, parties === wanted, `asked: ${parties || 'nobody'}`);
  }

  async #untilAgreement(party: string, hash: RecordHash): Promise<void> {
    const desk = this.#acting.desk(party, SIGNING_SEAT);
    await this.#acting.until(async () => {
      const all = await desk.get<readonly AgreementView[]>('/api/agreements');
      return all.some((each) => each.hash === hash);
    });
  }
}

async function baseAt(desk: Client): Promise<PostView | undefined> {
  const { posts } = await desk.get<PresenceView>('/api/presence');
  return posts.find(({ post }) => post.kind === BASE.kind && post.names.en === BASE.names.en);
}
