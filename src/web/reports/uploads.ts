import { useSyncExternalStore } from 'react';

import type { Attachment } from '../../accord/knowledge/attachment.ts';
import type { UploadView } from '../../contract/attachments.ts';
import { UPLOAD_PIECE_BYTES } from '../../contract/attachments.ts';
import { FaultError, get, post, postFile, remove } from '../api.ts';
import type { Book } from '../drafts.ts';
import type { Draft, DraftAttachment } from './draft.ts';

/** How long to wait before a node that does not answer is tried again: doubled up to the second. */
const AGAIN_MILLIS = { first: 1_000, max: 8_000 } as const;

/** How far a file is on its way to our node. */
export interface Sending {
  /** `asks`: it may hide more than it shows, and the writer must say that this is known. */
  readonly stage: 'sending' | 'waiting' | 'checking' | 'asks' | 'failed';
  /** Bytes that are at the node. */
  readonly sent: number;
  readonly fault?: unknown;
}

const sendings = new Map<string, Sending>();
const endings = new Map<string, AbortController>();
const listeners = new Set<() => void>();

/** How far this upload is; nothing where this window does not send it. */
export function useSending(id: string): Sending | undefined {
  return useSyncExternalStore(follow, () => sendings.get(id));
}

/** Begins to send a file for the draft; its faults are shown beside it. Throws where it cannot begin. */
export async function beginUpload(book: Book<Draft>, file: File): Promise<void> {
  const { name, size } = file;
  const view = await post<UploadView>('/api/attachments', { name, size });
  book.write({ attachments: [...book.read().attachments, { id: view.id, name, size }] });
  void send(book, view, file);
}

/** Goes on with an upload from a file that was chosen again; false where it is another file. */
export async function resumeUpload(
  book: Book<Draft>,
  { id, name, size }: DraftAttachment,
  file: File,
): Promise<boolean> {
  if (file.name !== name || file.size !== size) return false;
  try {
    const view = await get<UploadView>(`/api/attachments/${id}`);
    if (view.attachment) take(book, id, view.attachment);
    else void send(book, view, file);
  } catch (fault) {
    show(id, { stage: 'failed', sent: 0, fault });
  }
  return true;
}

/** Says that what a file may hide is known. */
export function confirmUpload(book: Book<Draft>, { id, size }: DraftAttachment): void {
  void finish(book, { id, size }, true);
}

/** Takes a file off the draft, and away from our node. */
export function dropUpload(book: Book<Draft>, { id }: DraftAttachment): void {
  endings.get(id)?.abort();
  book.write({ attachments: book.read().attachments.filter((each) => each.id !== id) });
  show(id, undefined);
  remove(`/api/attachments/${id}`).catch(() => undefined); // What is left goes by itself in time.
}

async function send(book: Book<Draft>, view: UploadView, file: File): Promise<void> {
  const { id, size } = view;
  const ending = new AbortController();
  endings.set(id, ending);
  let left = view.missing.length;
  const sent = (): number => Math.max(0, size - left * UPLOAD_PIECE_BYTES);
  try {
    for (const piece of view.missing) {
      show(id, { stage: 'sending', sent: sent() });
      const from = piece * UPLOAD_PIECE_BYTES;
      const part = file.slice(from, from + UPLOAD_PIECE_BYTES);
      const address = `/api/attachments/${id}/pieces/${piece}`;
      await patiently(id, sent(), () => postFile(address, part, ending.signal));
      left -= 1;
    }
    await finish(book, { id, size }, false);
  } catch (fault) {
    if (!ending.signal.aborted) show(id, { stage: 'failed', sent: sent(), fault });
  } finally {
    endings.delete(id);
  }
}

/** Tries until our node answers, whatever it says, or until the writer takes the file off. */
async function patiently<T>(id: string, sent: number, act: () => Promise<T>): Promise<T> {
  for (let wait: number = AGAIN_MILLIS.first; ; wait = Math.min(2 * wait, AGAIN_MILLIS.max)) {
    try {
      return await act();
    } catch (fault) {
      const isAway = fault instanceof FaultError && fault.code === 'node-unreachable';
      if (!isAway || endings.get(id)?.signal.aborted !== false) throw fault;
    }
    show(id, { stage: 'waiting', sent });
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function finish(
  book: Book<Draft>,
  { id, size }: { readonly id: string; readonly size: number },
  mayHide: boolean,
): Promise<void> {
  show(id, { stage: 'checking', sent: size });
  try {
    const view = await post<UploadView>(
      `/api/attachments/${id}/done`,
      mayHide ? { mayHide: true } : {},
    );
    if (view.attachment) take(book, id, view.attachment);
  } catch (fault) {
    const asks = fault instanceof FaultError && fault.code === 'attachment-may-hide';
    show(id, { stage: asks ? 'asks' : 'failed', sent: size, fault });
  }
}

function take(book: Book<Draft>, id: string, attachment: Attachment): void {
  const attachments = book
    .read()
    .attachments.map((each) => (each.id === id ? { ...each, attachment } : each));
  book.write({ attachments });
  show(id, undefined);
}

function show(id: string, sending: Sending | undefined): void {
  if (sending) sendings.set(id, sending);
  else sendings.delete(id);
  for (const listener of listeners) listener();
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
