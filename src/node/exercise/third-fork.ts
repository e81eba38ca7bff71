import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Saved } from '../../contract/api.ts';
import type { EvidenceView, IntegrityView } from '../../contract/record-room.ts';
import { judgeEvidence, parseEvidence } from '../../exchange/evidence-file.ts';
import { addLink, pinCard, readCards, writePort } from '../folder.ts';
import { hostPrimitives } from '../primitives.ts';
import type { Acting } from './acting.ts';
import { MEMBERS } from './acting.ts';
import { CHARTER } from './cast.ts';
import type { Client } from './desk.ts';
import { openDesk } from './desk.ts';
import { freePorts } from './free-ports.ts';
import type { ThirdActScore, ThirdCast } from './scorecard.ts';
import type { Staged } from './stage.ts';
import { cardOver, folderOf, linkPortOf, lower, playerOf, raise } from './stage.ts';
import { reportOfDay } from './third-lines.ts';
import { makeWire } from './wire.ts';

/** How long it may take until a fork is found, in milliseconds. */
const FOUND_MILLIS_MAX = 60_000;

/** The chapter of a party that leads two lives. */
export class Fork {
  readonly #acting: Acting;
  readonly #score: ThirdActScore;
  readonly #cast: ThirdCast;

  constructor(acting: Acting, score: ThirdActScore, cast: ThirdCast) {
    this.#acting = acting;
    this.#score = score;
    this.#cast = cast;
  }

  /**
   * A copy of the folder of `liar` runs as a second node that only {@link ThirdCast.apart} reaches,
   * which reaches nobody else; both lives write, and then the links heal.
   */
  async play(liar: PartyId): Promise<void> {
    const acting = this.#acting;
    const { apart, dir, wire } = this.#cast;
    const [other = apart] = MEMBERS.filter((party) => party !== liar && party !== apart);
    const pinned = await cardOver(folderOf(dir, liar), pinnedPort(folderOf(dir, apart), liar));
    await acting.untilCosigned();
    const { staged, desk, copy, close } = await this.#secondLife(liar);
    try {
      const first = await report(acting.desk(liar, 'duty-officer'), 'The pass is closed');
      const second = await report(desk, 'The pass is open');
      const seen: Record<string, string> = {};
      const sees = async (party: PartyId, mine: RecordHash, theirs: RecordHash) => {
        const at = acting.desk(party, 'duty-officer');
        await acting.until(() => has(at, mine));
        seen[party] = (await has(at, theirs)) ? 'both lives' : 'one life';
      };
      await sees(other, first, second);
      await sees(apart, second, first);
      acting.mark(
        `${liar} leads two lives: a copy of its folder runs, and each tells another story`,
        seen[other] === 'one life' && seen[apart] === 'one life',
        `${other} reaches one of them, ${apart} the other`,
        seen,
      );
      wire.mend();
      await this.#found(liar, [other, apart]);
      await this.#goOn([other, apart]);
    } finally {
      await lower(staged);
      close();
      await rm(copy, { recursive: true, force: true });
      pinCard(folderOf(dir, apart), liar, pinned);
    }
  }

  /** Copies the folder while its node stands still, and lets the copy live beside it. */
  async #secondLife(liar: PartyId) {
    const { apart, dir, wire, lower: stop, raise: start } = this.#cast;
    const [own, copy] = [folderOf(dir, liar), path.join(dir, `${liar}-again`)];
    await stop(liar);
    await rm(copy, { recursive: true, force: true });
    await cp(own, copy, { recursive: true });
    await rm(path.join(copy, 'run.json'), { force: true });
    const [port = 0, linkPort = 0] = await freePorts(2);
    writePort(copy, port);
    const card = await addLink(copy, { host: '127.0.0.1', port: linkPort, name: 'localhost' });
    // It hears nobody but one: the ways to all others are cut, and stay so.
    const dead = makeWire();
    dead.cut();
    for (const party of [...MEMBERS, ...CHARTER.observers]) {
      if (party === liar) continue;
      const theirs = folderOf(dir, party);
      const at = linkPortOf(theirs);
      pinCard(copy, party, await cardOver(theirs, party === apart ? at : await dead.open(at)));
    }
    wire.cut();
    pinCard(folderOf(dir, apart), liar, card);
    await start(liar);
    const staged: Staged = await raise(dir, playerOf(liar), { folder: copy });
    const desk = await openDesk(`http://localhost:${port}`, 'duty-officer');
    const close = (): void => {
      desk.close();
      dead.close();
    };
    return { staged, desk, copy, close };
  }

  /** Both others come to keep both notes, each signed by the same hand. */
  async #found(liar: PartyId, others: readonly PartyId[]): Promise<void> {
    const acting = this.#acting;
    const found: NonNullable<ThirdActScore['fork']>['foundBy'][number][] = [];
    for (const party of others) {
      const desk = acting.desk(party, 'duty-officer');
      let evidence: EvidenceView | undefined;
      await acting.until(async () => {
        const view = await desk.get<IntegrityView>('/api/logs');
        evidence = view.evidence.find((each) => each.kind === 'fork' && each.party === liar);
        return evidence !== undefined;
      }, FOUND_MILLIS_MAX);
      if (evidence) found.push({ party, ...(await this.#judge(evidence, desk, party)) });
    }
    const at = Object.fromEntries(
      found.map(({ party, sizes, isShown }) => [
        party,
        `keeps notes over ${sizes.join(' and ')}; its file ${isShown ? 'shows' : 'does NOT show'} that ${liar} signed both`,
      ]),
    );
    this.#score.fork = { party: liar, foundBy: found, goesOn: [] };
    acting.mark(
      'once the links heal, both others find it out and keep both signed notes',
      found.length === others.length && found.every(({ isShown }) => isShown),
      undefined,
      at,
    );
  }

  /** The file that the desk takes away, judged by the cards alone as a stranger would. [F17] */
  async #judge({ id }: EvidenceView, desk: Client, at: PartyId) {
    const file = parseEvidence(new TextDecoder().decode(await desk.bytes(`/api/evidence/${id}`)));
    const cards = [...readCards(folderOf(this.#cast.dir, at)).values()];
    const shown = file.ok ? judgeEvidence(hostPrimitives(), file.value, cards) : undefined;
    const holds = shown?.ok === true && shown.value.kind === 'fork';
    return { sizes: shown?.ok ? [...shown.value.sizes] : [], isShown: holds };
  }

  /** What is held is one party's log: all else goes on. */
  async #goOn(others: readonly PartyId[]): Promise<void> {
    const acting = this.#acting;
    const arrived: string[] = [];
    for (const from of others) {
      const hash = await report(acting.desk(from, 'duty-officer'), `${from} goes on`);
      for (const to of MEMBERS.filter((party) => party !== from)) {
        const isThere = () => has(acting.desk(to, 'duty-officer'), hash);
        await acting.until(isThere, FOUND_MILLIS_MAX);
        arrived.push(`${from} to ${to}`);
      }
    }
    const { fork } = this.#score;
    if (fork) this.#score.fork = { ...fork, goesOn: arrived };
    acting.mark('and go on with each other', arrived.length === 4, arrived.join(', '));
  }
}

/** The port at which a party's pinned card says that its link is. */
function pinnedPort(folder: string, party: PartyId): number {
  const address = readCards(folder)
    .get(party)
    ?.addresses.find((each) => each.startsWith('https://'));
  return Number(new URL(address ?? 'https://localhost:0').port);
}

async function report(desk: Client, title: string): Promise<RecordHash> {
  const body = { audience: MEMBERS, tlp: 'AMBER', report: reportOfDay(title, 0) };
  return (await desk.post<Saved>('/api/reports', body)).hash;
}

function has(desk: Client, hash: RecordHash): Promise<boolean> {
  return desk.get(`/api/records/${hash}`).then(
    () => true,
    () => false,
  );
}
