import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { PartyId } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import type { CentreView } from '../contract/api.ts';
import type { IntegrityView } from '../contract/record-room.ts';
import { formatVerifierKey } from '../proof/note.ts';
import { PLAYERS } from './exercise/cast.ts';
import { openDesk } from './exercise/desk.ts';
import type { Client } from './exercise/desk.ts';
import type { Staged } from './exercise/stage.ts';
import { layWire, lower, officersOf, raise, setStage } from './exercise/stage.ts';
import { hasSecondAct, playSecondAct } from './exercise/second-act.ts';
import { playFourthAct } from './exercise/fourth-act.ts';
import { playThirdAct } from './exercise/third-act.ts';
import { playStory } from './exercise/story.ts';
import type { Scorecard } from './exercise/scorecard.ts';
import { makeWire } from './exercise/wire.ts';
import { readFolder } from './folder.ts';
import { sentenceOf } from './sentences.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    stay: { type: 'boolean', default: false },
    acts: { type: 'string', default: '4' },
    data: { type: 'string', default: path.join('var', `play-${process.pid}`) },
  },
});

const dir = path.resolve(values.data);
/** How many acts are played; the fourth comes before the third. */
const acts = Number(values.acts);
const isOurFolder = !existsSync(dir);
/** The party whose node the second act cuts off. */
const APART = 'krg' as PartyId;

const staged: Staged[] = [];
const wire = makeWire();
const desks = new Map<string, Client>();
const say = values.json ? console.error : console.log;

process.once('SIGINT', () => void leave(130));
process.once('SIGTERM', () => void leave(143));

try {
  if (![1, 2, 3, 4].includes(acts)) {
    console.error('--acts is 1, 2, 3 or 4.');
    await leave(2);
  }
  const card = await play();
  if (values.stay) {
    await stay(card);
  } else {
    if (values.json) console.log(JSON.stringify(card, undefined, 2));
    else print(card);
    await leave(card.passed ? 0 : 1);
  }
} catch (thrown) {
  console.error(thrown instanceof TroubleError ? sentenceOf(thrown.code, thrown.details) : thrown);
  await leave(1);
}

async function play(): Promise<Scorecard> {
  say('EXERCISE — not real. Raising four nodes. Four acts take four to five minutes.');
  await setStage(dir);
  await layWire(dir, APART, wire);
  // The witness first, so that nothing waits for it.
  for (const player of PLAYERS.toReversed()) staged.push(await raise(dir, player));
  for (const { player, address } of staged) {
    // An older exercise has fewer offices, and goes on with those.
    const { desks: there } = (await (await fetch(`${address}/api/centre`)).json()) as CentreView;
    for (const { seat } of there) {
      desks.set(`${player.party}/${seat}`, await openDesk(address, seat));
    }
  }
  const addresses = new Map(staged.map(({ player, address }) => [player.party, address]));
  const cast = { desks, officers: officersOf(dir), addresses };
  await mustBeUnforked();
  const card = await playStory(cast, tell);
  if (acts === 1) return card;
  if (!hasSecondAct(desks)) {
    say(
      'This folder is of an older exercise, without the offices of the later acts: it ends here.',
    );
    return card;
  }
  if (!card.passed) return card;
  say('The second act: consent, a cut link, an incursion, and what can be proved of it.');
  const { cards } = readFolder(path.join(dir, APART));
  const second = { ...cast, wire, apart: APART, cards };
  await playSecondAct(second, card, tell);
  if (!card.passed) return card;
  if (acts === 2) return card;
  // Before the third, since that leaves a log that no node goes on with.
  if (acts === 4) {
    say('The fourth act: a claim and its denial, what a neighbour is told, and a late answer.');
    await playFourthAct(cast, card, tell);
    if (!card.passed) return card;
  }
  say(
    'The third act: who is away, a courier, a recall, what outsiders can check, and a forked log.',
  );
  return playThirdAct({ ...second, dir, lower: rest, raise: wake }, card, tell);
}

/** A folder in which the third act was played has a log that nobody goes on with. */
async function mustBeUnforked(): Promise<void> {
  const desk = desks.get(`${APART}/duty-officer`);
  const { evidence } = (await desk?.get<IntegrityView>('/api/logs')) ?? { evidence: [] };
  if (evidence.length === 0) return;
  console.error(
    'The third act was played in this folder; what it forked stays so. Choose another.',
  );
  await leave(1);
}

/** Stops the node of a party; its desks wait. */
async function rest(party: PartyId): Promise<void> {
  const found = staged.find(({ player }) => player.party === party);
  if (found) await lower(found);
}

/** Starts it again where it was. */
async function wake(party: PartyId): Promise<void> {
  const at = staged.findIndex(({ player }) => player.party === party);
  const found = staged[at];
  if (found) staged[at] = await raise(dir, found.player);
}

function tell(step: string, ok: boolean, detail?: string): void {
  say(`  ${ok ? 'ok  ' : 'FAIL'} ${step}${detail ? ` (${detail})` : ''}`);
}

function print(card: Scorecard): void {
  const seconds = card.secondsToArrive.map((each) => each.toFixed(3)).join(', ');
  console.log(
    [
      '',
      `Reports shared            ${card.reportsShared}`,
      `Seconds to arrive         ${seconds}`,
      `Decisions                 ${card.consents.map((each) => `${each.party} ${each.verdict}`).join(', ')}`,
      `Missing at the refusal    ${card.refusedWhileMissing.join(', ')}`,
      `Active after consent      ${card.activatedAfterConsent ? 'yes' : 'no'}`,
      `Records proved            ${card.recordsProved}`,
      ...card.logs.map(
        ({ author, size, cosignedSize, verified }) =>
          `Log of ${author.padEnd(18)} ${size} entries, ${cosignedSize} cosigned, ${verified ? 'verified' : 'NOT verified'}`,
      ),
      ...linesOf(card.secondAct),
      ...linesOfThird(card.thirdAct),
      ...linesOfFourth(card.fourthAct),
      '',
      card.passed ? 'Every step passed.' : 'A step FAILED.',
    ].join('\n'),
  );
}

function linesOf(score: Scorecard['secondAct']): readonly string[] {
  if (!score) return [];
  const stops = score.secondsToStop.map(({ party, seconds }) => `${party} ${seconds.toFixed(3)}`);
  const { incursion } = score;
  return [
    '',
    'Second act',
    ...score.asked.map(({ party, reasons }) => `Asked ${party.padEnd(19)} ${reasons.join('; ')}`),
    ...score.conflicts.map(
      ({ title, clearedBy }) =>
        `Conflict                  ${title}: cleared by ${clearedBy.join(' ')}`,
    ),
    `Narrowed in               ${score.changed.join(', ')}`,
    `Seconds to the stop       ${stops.join(', ')}`,
    `Seconds to lost contact   ${score.secondsToLostContact.toFixed(1)}, and back ${score.secondsToContact.toFixed(1)}`,
    `Missing at the incursion  ${incursion?.missing.join(', ')}; settled by ${incursion?.settledBy.join(' ')}`,
    ...score.proofs.map(
      ({ name, bytes, covered, missing, refused, changed }) =>
        `Proof of ${name.padEnd(16)} ${bytes} bytes, ${covered ? 'covered' : `not covered by ${missing.join(' ')}`}, ${refused} of ${changed} changed copies refused`,
    ),
  ];
}

function linesOfThird(score: Scorecard['thirdAct']): readonly string[] {
  if (!score) return [];
  const { away, opened, caughtUp, recall, proof, fork } = score;
  const stored = proof?.storedBy.map(({ party, at }) => `${party} ${at}`).join(', ');
  const found = fork?.foundBy.map(({ party, sizes }) => `${party} (${sizes.join(' and ')})`);
  return [
    '',
    'Third act',
    `Away                      ${away?.party}: ${away?.seconds.toFixed(1)} s for ${away?.days} days, ${away?.entries} entries missed`,
    ...opened.map(
      ({ bundle, entries, kept, needs }) =>
        `Opened bundle ${bundle}           ${kept} of ${entries} entries new${needs.length > 0 ? `; needs ${needs.join('; ')}` : ''}`,
    ),
    `Caught up                 in ${caughtUp?.seconds.toFixed(1)} s, ${caughtUp?.lost} lost, ${caughtUp?.doubled} doubled`,
    `Erased a recalled report  ${recall?.erasedBefore.join(' ')}; later ${recall?.erasedAfter.join(' ')}`,
    `A record stored by        ${stored}`,
    `Two lives of ${(fork?.party ?? '').padEnd(12)} found by ${found?.join(', ')}`,
  ];
}

function linesOfFourth(score: Scorecard['fourthAct']): readonly string[] {
  if (!score) return [];
  const late = score.answered.map(({ party, lateSeconds }) => `${party} ${lateSeconds} s late`);
  return [
    '',
    'Fourth act',
    ...score.grades.map((each, at) => `Word ${at + 1} graded             ${each}`),
    `Things that do not fit    ${score.differences}; tracks ${score.sameTracks ? 'the same' : 'DIFFERENT'} at every node`,
    `A neighbour is told       the place to ${score.release?.precisionMetres} m`,
    `Answers                   ${late.join(', ')}`,
  ];
}

/** Leaves the nodes running and says where everything is, for tools that are not ours. */
async function stay(card: Scorecard): Promise<void> {
  const nodes = await Promise.all(staged.map(presentNode));
  const witness = nodes.flatMap((node) => node.witnessKey ?? [])[0];
  const all = { scorecard: card, nodes, witness, folder: dir };
  if (values.json) console.log(JSON.stringify(all, undefined, 2));
  else {
    print(card);
    console.log(JSON.stringify({ nodes, witness }, undefined, 2));
  }
  say('The nodes keep running; Ctrl-C stops them.');
}

async function presentNode({ player, address }: Staged) {
  const tokens = player.seats.map(({ seat }) => {
    return { seat, token: desks.get(`${player.party}/${seat}`)?.token ?? '' };
  });
  const reader = desks.get(`${player.party}/${player.seats[0]?.seat ?? ''}`);
  const view = await reader?.get<IntegrityView>('/api/logs');
  const own = readFolder(path.join(dir, player.party)).cards.get(player.party);
  return {
    party: player.party,
    address,
    tokens,
    ...(own?.witnessKey ? { witnessKey: formatVerifierKey(own.witnessKey) } : {}),
    logs: (view?.logs ?? []).flatMap((log) =>
      log.path
        ? [
            {
              author: log.author,
              url: `${address}${log.path}`,
              verifierKey: log.verifierKey,
              size: log.size,
            },
          ]
        : [],
    ),
  };
}

async function leave(code: number): Promise<void> {
  for (const desk of desks.values()) desk.close();
  await Promise.all(staged.map(lower));
  wire.close();
  if (isOurFolder && !values.stay) rmSync(dir, { recursive: true, force: true });
  process.exit(code);
}
