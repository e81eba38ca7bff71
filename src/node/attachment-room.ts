import type { LogId } from '../base/ids.ts';
import type { Recalls } from '../accord/knowledge/recall.ts';
import { reaches } from '../accord/knowledge/recall.ts';
import type { Namings } from '../accord/knowledge/namings.ts';
import { openNamings } from '../accord/knowledge/namings.ts';
import type { Said } from '../accord/said.ts';
import type { AttachmentKey, Content } from '../ledger/attachment.ts';
import { contentOf } from '../ledger/attachment.ts';
import type { AttachmentStore } from '../ledger/ports.ts';
import type { Primitives } from '../proof/primitives.ts';

/** A store of attachments that can take in a file which is whole already. */
export interface AdoptingStore extends AttachmentStore {
  adopt(content: Content, file: string): Promise<void>;
}

/** A node's attachments: their bytes, and which records name them. */
export interface AttachmentRoom {
  readonly store: AdoptingStore;
  readonly namings: Namings;
  /** From now on asks these what was recalled. */
  follow(recalls: Pick<Recalls, 'at'>): void;
  /** Takes in a record that has become durable. */
  learn(said: Said): void;
  /** Whether a recall reaches the record in this place; its attachments are shown to nobody. [G9] */
  isRecalled(log: LogId, index: number): boolean;
  /** Lets go of what was erased; resolves when no byte that nothing names is here. [G9] */
  forget(log: LogId, indexes: readonly number[]): Promise<void>;
  /** Takes away what no record names and nobody is about to name. */
  sweep(): Promise<void>;
  /** Keeps these bytes while `act` makes a record that names them. */
  whileNamed<T>(keys: readonly AttachmentKey[], act: () => Promise<T>): Promise<T>;
  /** Who looks for what is missing is told here that something may be. */
  onChange(listener: () => void): void;
}

/** Opens the room over its store. */
export function openAttachmentRoom(
  { sha256 }: Pick<Primitives, 'sha256'>,
  store: AdoptingStore,
): AttachmentRoom {
  const namings = openNamings();
  const pinned = new Map<AttachmentKey, number>();
  let recalls: Pick<Recalls, 'at'> = { at: () => [] };
  const listeners: (() => void)[] = [];
  const tell = (): void => listeners.forEach((each) => each());

  const isRecalled = (log: LogId, index: number): boolean => {
    const said = namings.at(log, index)?.said;
    return said !== undefined && recalls.at(log, index).some((recall) => reaches(recall, said));
  };
  const keysAt = (log: LogId, index: number): readonly AttachmentKey[] =>
    (namings.at(log, index)?.attachments ?? []).map((each) => contentOf(sha256, each).key);

  const removeUnnamed = async (also: readonly AttachmentKey[]): Promise<void> => {
    const named = new Set(pinned.keys());
    for (const { attachments, said } of namings.all()) {
      if (isRecalled(said.log, said.index)) continue;
      for (const each of attachments) named.add(contentOf(sha256, each).key);
    }
    // A piece may be on its way into the store, so what was let go of is removed in any case.
    const held = new Set([...(await store.keys()), ...also]);
    await store.remove([...held].filter((key) => !named.has(key)));
  };

  return {
    store,
    namings,
    isRecalled,
    follow(known) {
      recalls = known;
    },
    learn(said) {
      namings.learn(said);
      if (namings.at(said.log, said.index)) tell();
    },
    async forget(log, indexes) {
      const keys = indexes.flatMap((index) => keysAt(log, index));
      namings.forget(log, indexes);
      tell();
      await removeUnnamed(keys);
    },
    sweep: () => removeUnnamed([]),
    async whileNamed(keys, act) {
      for (const key of keys) pinned.set(key, (pinned.get(key) ?? 0) + 1);
      try {
        return await act();
      } finally {
        for (const key of keys) {
          const left = (pinned.get(key) ?? 1) - 1;
          if (left > 0) pinned.set(key, left);
          else pinned.delete(key);
        }
      }
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
