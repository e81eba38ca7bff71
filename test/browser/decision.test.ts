import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PartyId, RecordHash } from '../../src/base/ids.ts';
import { formatInstant, instant } from '../../src/base/instant.ts';
import type { PlanView } from '../../src/contract/api.ts';
import type { Plan } from '../../src/accord/operation/plan-schema.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import type { Desk } from './desk.ts';
import { sitDown, WAIT } from './desk.ts';
import { tellInTurn } from './evidence.ts';
import { giveKey, sayOurWord } from './officer.ts';
import { untilState } from './scene.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const MEMBERS = ['iraq', 'krg', 'turkiye'];

/** A sweep of the ground that two parties of the exercise claim. */
function sweep(name: string, counts: readonly [iraq: number, krg: number]): Plan {
  const now = Date.now() / 1000;
  const force = (party: string, count: number) => {
    return { party: party as PartyId, forces: [{ kind: 'infantry' as const, count }] };
  };
  const ring = [
    [43.62, 35.68],
    [43.95, 35.5],
    [44.05, 35.62],
    [43.75, 35.8],
    [43.62, 35.68],
  ];
  return {
    kind: 'sweep',
    name,
    language: 'en',
    purpose: 'Search the ground between the two lines.',
    shape: { type: 'Polygon', coordinates: [ring] },
    window: {
      from: formatInstant(instant(now + 7_200)),
      upto: formatInstant(instant(now + 20_000)),
    },
    contributions: [force('iraq', counts[0]), force('krg', counts[1])],
    rulesOfContact: 'Stop and call the centre on any meeting of units.',
  };
}

describe.each(['ar', 'en'] as const)('The page on which an officer decides, in %s', (language) => {
  let theatre: Theatre;
  let planner: Client;
  let officer: Desk;
  let plan: PlanView;
  let body: Plan;

  tellInTurn();

  beforeAll(async () => {
    theatre = await openTheatre();
    planner = await theatre.clientAt('iraq', 'planner');
    body = sweep('ZAB-4', [120, 90]);
    plan = await planner.post<PlanView>('/api/plans', { audience: MEMBERS, plan: body });
    officer = await sitDown(theatre, { party: 'krg', seat: 'liaison-officer' }, { language });
    await untilState(await theatre.clientAt('krg', 'duty-officer'), plan.hash);
    await giveKey(officer);
    await officer.goTo(`/plans/${plan.hash}/decide`);
    await officer.button(officer.t('plans.key.make')).click();
    await officer.page.getByRole('region', { name: officer.t('plans.decide.label') }).waitFor();
  });

  afterAll(async () => {
    await theatre.close();
  });

  const stanceOf = async (hash: RecordHash) => {
    const view = await planner.get<PlanView>(`/api/plans/${hash}`);
    return view.asked.find(({ party }) => party === 'krg')?.stance;
  };

  it('asks for one statement where the hand rests, and lets it stand until it is signed', async () => {
    const asked: string[] = [];
    officer.page.on('request', (request) => {
      if (request.url().endsWith('/api/statements')) asked.push(request.postData() ?? '');
    });
    await officer.mark('radio', officer.t('plans.choice.consent'));
    const checked = officer.page.getByText(officer.t('plans.statement.checked'));
    await checked.waitFor();
    // A second one, asked for meanwhile, would take the first away under the officer's hand.
    await officer.expectAccessible();
    expect(await checked.isVisible()).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('lets an officer ask back, and shows the answer beside the question', async () => {
    await sayOurWord(officer, { choice: 'question', reason: 'Is a medical team with you?' });
    await expect.poll(async () => (await stanceOf(plan.hash))?.kind, WAIT).toBe('asks');
    const stance = await stanceOf(plan.hash);
    const to = stance?.kind === 'asks' ? stance.by : plan.hash;
    const text = 'One team, from the first hour to the last.';
    await planner.post('/api/answers', { to, language: 'en', text, settles: false });
    await officer.page.getByText(text).first().waitFor();
    await officer.expectAccessible();
  });

  it('says at once that the plan goes beyond a limit, and signs it word for word', async () => {
    await officer.goTo(`/plans/${plan.hash}/decide`);
    // With an answer it is ours to speak again, and the form stands open.
    await officer.mark('radio', officer.t('plans.choice.conditions'));
    await officer.button(officer.t('decide.limit.count')).click();
    await officer.write(officer.t('decide.limit.at-most'), '150');
    await officer.page.locator('[data-kept="false"]').waitFor();
    await officer.page.getByText(officer.t('decide.limit.unkept')).waitFor();
    await officer.expectAccessible();
    await sayOurWord(officer, { choice: 'conditions' });
    await expect.poll(async () => (await stanceOf(plan.hash))?.kind, WAIT).toBe('conditions');
    const view = await planner.get<PlanView>(`/api/plans/${plan.hash}`);
    const said = view.decisions.at(-1);
    expect(said?.limits).toEqual([{ kind: 'count', max: 150 }]);
    expect(said?.words).toContain('150');
    expect(view.state.kind).toBe('proposed');
  });

  it('shows what a version changed, that it only narrows, and that our consent goes on', async () => {
    const { contributions } = sweep('ZAB-4', [80, 60]);
    const narrower = { ...body, contributions, amends: plan.hash };
    const next = await planner.post<PlanView>('/api/plans', { audience: MEMBERS, plan: narrower });
    expect(next.change?.widens).toEqual([]);
    await expect.poll(async () => (await stanceOf(next.hash))?.kind, WAIT).toBe('consents');
    await untilState(await theatre.clientAt('krg', 'duty-officer'), next.hash);
    await officer.goTo(`/plans/${next.hash}/decide`);
    await officer.page.getByText(officer.t('plan-parts.change.narrows')).first().waitFor();
    await officer.button(officer.t('plans.decide.revise-consents')).waitFor();
    await officer.expectAccessible();
    officer.expectClean();
  });
});
