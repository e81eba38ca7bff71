import { parseUtf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import type { Answered, Requester } from '../carry/requester.ts';
import type { Log } from '../ledger/log.ts';
import { openOf } from '../ledger/succession.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { monitorPath } from '../proof/witness.ts';
import { openCosigning } from '../exchange/cosigning.ts';
import type { Outgoing } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';
import { introduceWith } from './introducing.ts';

/** How long a witness may take to answer, in milliseconds. */
const ANSWER_MILLIS_MAX = 10_000;

/** How long the witness may take to answer while a node starts, in milliseconds. */
const START_MILLIS_MAX = 2_000;

/** The longest answer of a witness, in bytes. */
const ANSWER_BYTES_MAX = 1_048_576;

/** How long to wait before a silent witness is asked again, in milliseconds. */
const RETRY_MILLIS = 3_000;

/** How much a cosignature's time may differ from our clock, in seconds, before it is not believed. */
export const COSIGNATURE_SKEW_SECONDS_MAX = 6 * 3600;

/**
 * Has our own logs cosigned as far as another member holds them [X18], one request a log at a time.
 * A log that nobody else reads is not sent to a witness.
 */
export interface Cosigner {
  /** There is something new on `log`. */
  wake(log: Log): void;
  /** Of `logs`, those of which the witness has seen more than we hold: we were restored. [L25] */
  aheadOfUs(logs: readonly Log[]): Promise<readonly Log[]>;
  close(): void;
}

/** What a cosigner needs. */
export interface CosignerNeeds {
  readonly house: House;
  readonly station: Station;
  readonly send: (outgoing: readonly Outgoing[]) => void;
  /** Asks the first of the witnesses, over its party's link; absent where there is none. [T11] */
  readonly witness: Requester | undefined;
}

type Step = 'done' | 'again' | 'later';

/** Opens the cosigner. */
export function openCosigner(needs: CosignerNeeds): Cosigner {
  const { house, station } = needs;
  const [witness] = house.witnesses;
  const busy = new Set<LogId>();
  const cosigning = witness
    ? openCosigning({
        primitives: house.primitives,
        store: house.store,
        shelf: house.shelf,
        signer: house.folder.nodeSigner,
        witnessKey: witness,
      })
    : undefined;
  const closing = new AbortController();
  const timers = new Set<NodeJS.Timeout>();

  const run = async (log: Log): Promise<void> => {
    if (busy.has(log.id) || !needs.witness || !witness) return;
    busy.add(log.id);
    let step: Step = 'again';
    while (step === 'again' && !closing.signal.aborted) {
      step = await attempt(log).catch((): Step => 'later');
    }
    busy.delete(log.id);
    if (step === 'later' && !closing.signal.aborted) retry(log);
  };

  const retry = (log: Log): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void run(log);
    }, RETRY_MILLIS);
    timers.add(timer);
  };

  const attempt = async (log: Log): Promise<Step> => {
    if (station.isRecovering(log.id)) {
      await showWitnessed(log);
      return 'later';
    }
    let request =
      (await cosigning?.wantsCosigning(log, station.heldElsewhere(log.id))) ??
      (await cosigning?.wantsAgain(log, house.clock.now()));
    if (!request) return 'done';
    while (request) {
      const { status, body } = await ask('/witness/add-checkpoint', request);
      const step = await cosigning?.heardFromWitness(log, status, body);
      if (step?.kind === 'cosigned') return keep(log, step.checkpoint);
      if (step?.kind !== 'again') return refused(log, step?.kind ?? '', status);
      request = step.request;
    }
    return 'later';
  };

  /** A witness that has seen more than we hold shows that we were restored; anything else waits. */
  const refused = async (log: Log, kind: string, status: number): Promise<Step> => {
    house.report(`witness-${kind} ${status} ${log.origin}`);
    if (kind === 'ahead') needs.send(await station.recover());
    // A witness has no link of its own to us: it hears of our new key when it refuses it. [D8]
    if (status === 403) await introduce(tellWitness).catch(() => undefined);
    return 'later';
  };

  const introduce = introduceWith(house.succession, selfOf(house));
  const tellWitness = async (path: string, body: Uint8Array): Promise<Uint8Array> => {
    const answered = await ask(path, body);
    if (answered.status !== 200) throw new Error('the witness does not hear of cards');
    return answered.body;
  };

  /** Tells the members and the desks of a cosigned checkpoint, and the operator of a wrong clock. */
  const keep = async (log: Log, checkpoint: Checkpoint): Promise<Step> => {
    if (await house.seals.refresh(log)) {
      house.live.tell({ kind: 'cosigned', log: log.id, size: checkpoint.size });
    }
    const skew = Math.abs((house.seals.of(log.id)?.time ?? 0) - house.clock.now());
    if (skew > COSIGNATURE_SKEW_SECONDS_MAX) house.report('witness-clock-off');
    needs.send(station.appended(log, checkpoint));
    return 'again';
  };

  const ask = (
    path: string,
    body?: Uint8Array,
    millis = ANSWER_MILLIS_MAX,
  ): Promise<Pick<Answered, 'status' | 'body'>> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(millis)]);
    const asked = body ? { body: new Uint8Array(body), signal } : { signal };
    return needs.witness?.ask(path, asked, ANSWER_BYTES_MAX) ?? Promise.reject(new Error('nobody'));
  };

  /** The size that the witness shows for a log; nothing where it is silent. */
  const shownSize = async (log: Log): Promise<number | undefined> => {
    const path = monitorPath(house.primitives.sha256, log.origin);
    const answered = await ask(`/witness/${path}`, undefined, START_MILLIS_MAX).catch(
      () => undefined,
    );
    const note = answered?.status === 200 ? parseUtf8(answered.body) : undefined;
    if (!note?.ok) return undefined;
    const checkpoint = openOf(house.primitives, log, note.value);
    return checkpoint.ok ? checkpoint.value.size : undefined;
  };

  const showWitnessed = async (log: Log): Promise<void> => {
    const path = monitorPath(house.primitives.sha256, log.origin);
    const { status, body } = await ask(`/witness/${path}`);
    if (status !== 200 && status !== 404) return;
    const note = status === 200 ? parseUtf8(body) : undefined;
    needs.send(await station.heardFromWitness(log.id, note?.ok ? note.value : undefined));
  };

  return {
    wake(log) {
      if (log.author === selfOf(house)) void run(log);
    },
    async aheadOfUs(logs) {
      if (!needs.witness) return [];
      const ahead = await Promise.all(
        logs.map(async (log) => {
          const ours = (await house.store.latest(log.id))?.size ?? 0;
          return ((await shownSize(log)) ?? 0) > ours;
        }),
      );
      return logs.filter((_, i) => ahead[i]);
    },
    close() {
      closing.abort();
      needs.witness?.drop();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
