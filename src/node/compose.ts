import path from 'node:path';
import type { LogId, PartyId } from '../base/ids.ts';
import { TroubleError, invariant } from '../base/result.ts';
import { mayRead } from '../accord/party/release.ts';
import { PEER_TURNS, openFairTurns } from '../carry/fair-turns.ts';
import type { Message } from '../exchange/messages.ts';
import { openStation } from '../exchange/station.ts';
import type { Outgoing, StationNeeds } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import { forgetIndex, openChosenIndex } from '../index/chosen.ts';
import type { Book } from '../ledger/book.ts';
import { openBook } from '../ledger/book.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry } from '../ledger/ports.ts';
import { openFileAttachments } from '../store/attachment-files.ts';
import { openFileShelf } from '../store/file-shelf.ts';
import { openFileStore } from '../store/files.ts';
import type { AttachmentLane } from './attachment-lane.ts';
import { openAttachmentLane } from './attachment-lane.ts';
import { openAttachmentRoom } from './attachment-room.ts';
import { natsOf, openCarriers } from './carriers.ts';
import { askWitness, ownWitness, witnessesOf } from './charter-witnesses.ts';
import { stubAt } from './erasing.ts';
import { openCosigner } from './cosigner.ts';
import type { Courier } from './courier.ts';
import { openCourier } from './courier.ts';
import { sayFounding } from './founding.ts';
import { openEarlyRoom } from './early.ts';
import { openEvidence } from './evidence.ts';
import { bringCourier, readFolder } from './folder.ts';
import type { House } from './house.ts';
import { indexOf } from './index-choice.ts';
import type { PeerNews } from './http/peers.ts';
import { openSessions } from './http/session.ts';
import { openJobs } from './jobs.ts';
import type { Links } from './links.ts';
import { openLinking } from './linking.ts';
import { flowWith } from './flow.ts';
import { openLinks } from './links.ts';
import { openListening } from './listening.ts';
import { openLive } from './live.ts';
import { lockFolder } from './lock.ts';
import { openLogs } from './logs.ts';
import { isLoopback } from './loopback.ts';
import { openNews, standingFor } from './news.ts';
import { openOffice } from './office.ts';
import { openPaces } from './paces.ts';
import { openPulling } from './pulling.ts';
import { hostClock, hostPrimitives, hostRandom } from './primitives.ts';
import { RESTORED, isRestored } from './restore.ts';
import { reportTo } from './reporting.ts';
import { openReadings } from './readings.ts';
import { openRosterLine } from './roster-line.ts';
import { writeSafely } from './safe-file.ts';
import { openSeals } from './seals.ts';
import { openSuccession } from './succession.ts';
import { openUploads } from './uploads.ts';

/** How a node is started. */
export interface NodeOptions {
  readonly dir: string;
  /** Told what happens while it starts and runs: a code and its facts. */
  readonly say: (code: string, facts?: Readonly<Record<string, string | number>>) => void;
  readonly clockOffsetSeconds?: number;
}

/** A node that runs. */
export interface RunningNode {
  readonly house: House;
  readonly address: string;
  close(): Promise<void>;
}

/** Starts a node over its data folder: the only place that names the adapters. */
export async function openNode(options: NodeOptions): Promise<RunningNode> {
  const { dir, say } = options;
  await bringCourier(dir);
  const folder = readFolder(dir);
  const { settings, charter } = folder;
  // [E1] Desks without keys must never be reachable from another machine.
  if (charter.exercise && !isLoopback(settings.host)) {
    throw new TroubleError('exercise-not-loopback', { host: settings.host });
  }
  const nats = natsOf(settings, process.env);
  const lock = lockFolder(dir);
  const clock = hostClock(options.clockOffsetSeconds ?? 0);
  const primitives = hostPrimitives();
  const report = (what: unknown): void => reportTo(say, what);
  const store = await openFileStore(path.join(dir, 'logs'), {
    sha256: primitives.sha256,
    say: (repair) => say('repaired', { ...repair }),
  });
  const shelf = await openFileShelf(path.join(dir, 'shelf'));
  const index = await openChosenIndex({ dir, ...indexOf(settings, process.env, say) });
  const live = openLive();
  const self = settings.party;
  const news = openNews((party) => {
    const ours = logs.all().filter(({ author }) => author === self);
    return standingFor(ours, ({ id }) => seals.of(id)?.checkpoint?.note, party);
  });
  const logs = await openLogs({
    sha256: primitives.sha256,
    shelf,
    self,
    cards: folder.cards,
    onBegun: (log) => {
      if (log.author === self) news.begun(log);
    },
  });
  const witnesses = witnessesOf(folder);
  const seals = await openSeals({ primitives, shelf, witnesses }, logs.all());

  // The parts below need each other; what they call later is bound here, once.
  const bound: {
    station?: Station;
    links?: Links;
    courier?: Courier;
    lane?: AttachmentLane;
    cosigner?: { wake(log: Log): void };
  } = {};
  const pieces = await openFileAttachments(path.join(dir, 'attachments'), {
    sha256: primitives.sha256,
    say: (key) => bound.lane?.damaged(key),
  });
  const attachments = openAttachmentRoom(primitives, pieces);
  const send = (outgoing: readonly Outgoing[]): void => {
    for (const { to, message } of outgoing) news.offer(to, message);
  };
  const book: Book = openBook({
    primitives,
    store,
    signer: folder.nodeSigner,
    onAppended(log, from, entries, next) {
      office.learn(log, from, entries);
      send(bound.station?.appended(log, next) ?? []);
      bound.cosigner?.wake(log);
    },
  });
  const office = await openOffice(
    {
      ...{ folder, primitives, clock, random: hostRandom, store, logs, book, index, live },
      ...{ attachments, report },
    },
    (done, all) => say('learning', { done, all }),
  );
  const uploads = await openUploads({
    ...{ dir: path.join(dir, 'uploads'), primitives, clock, room: attachments, report },
  });
  const linking = openLinking(folder, say, report);
  const paces = openPaces(dir);
  const early = openEarlyRoom({ primitives, store, office: () => office });
  const sessions = openSessions({ folder, office, shelf, clock });
  const evidence = await openEvidence({ primitives, store, shelf, clock, live, report });
  const over = { primitives, folder, store, shelf, logs, linking, evidence, say };
  const succession = await openSuccession(over);
  const house: House = {
    folder,
    primitives,
    clock,
    random: hostRandom,
    store,
    shelf,
    logs,
    seals,
    index,
    office,
    live,
    attachments,
    uploads,
    readings: openReadings(path.join(dir, 'readings'), clock),
    sessions,
    rosterLine: openRosterLine(office),
    linking,
    ...{ paces, early },
    pulling: openPulling({ folder, clock, random: hostRandom, index, logs, office, report }),
    witnesses,
    peers: () => bound.links?.peers() ?? [],
    evidence,
    succession,
    courier: () => {
      invariant(bound.courier !== undefined, 'doors open after all parts are bound');
      return bound.courier;
    },
    report,
  };

  const cards = () => folder.cards;
  const told = () => logs.all().filter(({ id }) => !succession.isBeyond(id)); // [D6]
  const speaking = { primitives, clock, random: hostRandom, self, cards, logs: told, mayRead };
  bound.lane = openAttachmentLane({
    ...{ exchange: speaking, room: attachments, dir, paces, report },
    peers: house.peers,
    send: async (said) => bound.links?.send(said),
  });
  const exchange: StationNeeds = {
    ...speaking,
    store,
    shelf,
    book,
    signer: folder.nodeSigner,
    beside: bound.lane.part,
    hasWitness: witnesses.length > 0,
    stubOf: (log, index) => stubAt(office.recalls, log, index),
    ...{ pieceOf: paces.pieceOf, onEarly: early.take },
    onKept: (log: Log, from: number, entries: readonly Entry[]) => {
      office.learn(log, from, entries);
    },
    onFalseReceipt: evidence.onFalseReceipt,
    onEvidence: evidence.onFork,
    onAstray: (log, notes) => void succession.astray(log, notes).catch(report),
  };
  const sayNow = (said: readonly Outgoing[]) => void bound.links?.send(said);
  const station = await openStation({ ...exchange, sayNow });
  bound.station = station;
  for (const found of station.falseReceipts) {
    const log = logs.byId(found.log);
    if (log) evidence.onFalseReceipt(log, found);
  }
  for (const found of station.evidence) {
    const log = logs.byId(found.log);
    if (log) evidence.onFork(log, found);
  }

  const witness = ownWitness({ folder, primitives, shelf, clock });

  const cosigner = openCosigner({
    house,
    station,
    send,
    witness: askWitness(folder, linking),
  });
  bound.cosigner = cosigner;
  const behind = await cosigner.aheadOfUs(logs.all().filter((log) => log.author === self));
  if (behind.length > 0) {
    say('restored', { logs: behind.length });
    send(await station.recover());
  }
  if (await isRestored(shelf)) {
    say('restored-here');
    send(await station.recover());
    // From here on the shelf remembers each log that must not be signed yet. [X13]
    await shelf.put(RESTORED, 'no');
  }
  await succession.resign(station.isRecovering);

  bound.courier = openCourier({
    ...{ dir, exchange, station, logs, attachments },
    beside: bound.lane.part,
    cards: () => succession.renewed(),
    takeCards: (texts) => succession.take(texts),
    send: async (said) => bound.links?.send(said),
    onHeard: (log) => sealed(house, log),
  });
  const heard: PeerNews['heard'] = (from, message) => heardBy(station, house, from, message);
  const listening = await openListening(
    house,
    { ...news, heard, turns: openFairTurns(PEER_TURNS), budget: paces.of },
    witness,
  );
  const address = `http://${settings.rpId}:${settings.port}`;

  const carriers = await openCarriers({
    folder,
    linking,
    succession,
    clock,
    news,
    paces,
    say,
    nats,
    loadNats: () => import('../carry/nats.ts'),
  });
  const members = charter.members.filter(
    (party) => party !== self && charter.members.includes(self),
  );
  const links = openLinks({
    parties: members,
    linking,
    station,
    clock,
    logs,
    paces,
    report,
    flow: (party) => flowWith({ self, logs, station, shelf }, party),
    openCarrier: carriers.open,
    onLog: async (from, told) => {
      const isKnown = logs.all().some(({ id }) => id === told.log);
      const log = await logs.told(from, told.log, told.audience);
      if (log && !isKnown) void bound.links?.send(await station.tick(from));
    },
    onHeard: (message) => noted(house, message),
    onPeer: (peer) => live.tell({ kind: 'peer', peer }),
  });
  bound.links = links;
  bound.lane.begin();

  await sayFounding(folder, office);
  const jobs = openJobs(house);
  for (const log of logs.all()) if (log.author === self) cosigner.wake(log);
  writeSafely(path.join(dir, 'run.json'), `${JSON.stringify({ address, pid: process.pid })}\n`);

  return {
    house,
    address,
    async close() {
      await jobs.close();
      bound.lane?.close();
      uploads.close();
      links.close();
      await carriers.close();
      cosigner.close();
      linking.close();
      await listening.close();
      await office.settled().catch(() => undefined);
      await index.close();
      await store.close();
      lock.release();
    },
  };

  async function heardBy(
    station: Station,
    house: House,
    from: PartyId,
    message: Message,
  ): Promise<readonly Message[]> {
    const outgoing = await station.hear(from, message);
    await noted(house, message);
    const replies = outgoing.filter((each) => each.to === from).map((each) => each.message);
    // Whoever is slow to hear what follows from it keeps nobody else waiting.
    void bound.links?.send(outgoing.filter((each) => each.to !== from));
    return replies;
  }

  async function noted(house: House, message: Message): Promise<void> {
    if (message.kind === 'want' || message.kind === 'piece') return;
    await sealed(house, message.log);
    // A question tells how much of our log that member holds.
    const log = house.logs.byId(message.log);
    const isQuestion = message.kind === 'ask' || message.kind === 'portion';
    if (log && isQuestion) bound.cosigner?.wake(log);
  }
}

/** The parts of a node that does not run, over its folder; nobody else may open it meanwhile. */
export async function openStill({ dir, say }: NodeOptions) {
  await bringCourier(dir);
  const folder = readFolder(dir);
  const lock = lockFolder(dir);
  const primitives = hostPrimitives();
  const { sha256 } = primitives;
  const store = await openFileStore(path.join(dir, 'logs'), {
    sha256,
    say: (repair) => say('repaired', { ...repair }),
  });
  const shelf = await openFileShelf(path.join(dir, 'shelf'));
  const { cards, settings, nodeSigner } = folder;
  const self = settings.party;
  const logs = await openLogs({ sha256, shelf, self, cards, onBegun: () => undefined });
  const book = openBook({ primitives, store, signer: nodeSigner, onAppended: () => undefined });
  const [clock, random, live] = [hostClock(), hostRandom, openLive()];
  const hasWitness = witnessesOf(folder).length > 0;
  const close = async (): Promise<void> => {
    await store.close();
    lock.release();
  };
  const report = (what: unknown): void => reportTo(say, what);
  const pieces = await openFileAttachments(path.join(dir, 'attachments'), { sha256 });
  const parts = { folder, primitives, clock, random, store, logs, book, live, report, pieces };
  return { ...parts, shelf, hasWitness, close };
}

/** Throws the index of a stopped node away and makes it anew from the logs; gives their entries. [I1] */
export async function rebuildIndex(options: NodeOptions): Promise<number> {
  const { dir, say } = options;
  const still = await openStill(options);
  forgetIndex(dir);
  const index = await openChosenIndex({ dir, ...indexOf(still.folder.settings, process.env, say) });
  const attachments = openAttachmentRoom(still.primitives, still.pieces);
  await openOffice({ ...still, index, attachments }, (done, all) => say('learning', { done, all }));
  const reached = await index.reached();
  await index.close();
  await still.close();
  return [...reached.values()].reduce((sum, size) => sum + size, 0);
}

/** Takes note of a newer cosigned checkpoint and tells the desks. */
async function sealed(house: House, id: LogId): Promise<void> {
  const log = house.logs.byId(id);
  if (!log || !(await house.seals.refresh(log))) return;
  const size = house.seals.of(id)?.checkpoint.size ?? 0;
  house.live.tell({ kind: 'cosigned', log: id, size });
}
