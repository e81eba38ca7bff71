import type { PartyId, RecordHash } from '../base/ids.ts';

/** One record to be checked: its exact bytes in base64, the proof, and the keys that it is held against. */
export interface RecordTask {
  readonly kind: 'record';
  readonly hash: RecordHash;
  readonly bytes: string;
  readonly proof: string;
  readonly logKey: string;
  readonly witnessKeys: readonly string[];
  readonly receiptKeys: readonly { readonly party: PartyId; readonly key: string }[];
}

/** A log to be read through: by its path where we may read it, else its checkpoint alone. */
export interface LogTask {
  readonly origin: string;
  readonly size: number;
  readonly checkpoint: string;
  readonly logKey: string;
  readonly path?: string;
  /** Witnesses whose cosignatures are looked for. */
  readonly witnessKeys: readonly string[];
}

/** Logs to be checked one after the other. */
export interface AuditTask {
  readonly kind: 'audit';
  readonly logs: readonly LogTask[];
}

/** What a record's proof has shown, or why it shows nothing. */
export type RecordVerdict =
  | {
      readonly kind: 'shown';
      readonly index: number;
      readonly size: number;
      readonly cosignedBy: readonly { readonly name: string; readonly at: number }[];
      /** The other readers whose own signature says that they have stored it. */
      readonly storedBy: readonly { readonly party: PartyId; readonly at: number }[];
    }
  | { readonly kind: 'broken'; readonly why: string };

/** What a log turned out to be. `whole` read every entry; `signed` could only see its checkpoint. */
export interface LogVerdict {
  readonly origin: string;
  readonly kind: 'whole' | 'signed' | 'broken';
  readonly entries: number;
  /** Those among them that were recalled, so that their bytes are erased. */
  readonly recalled: number;
  /** Whether a witness has cosigned the checkpoint that was served. */
  readonly cosigned: boolean;
  /** Kinds of what is wrong, each once; the first entry concerned, if one is. */
  readonly findings: readonly { readonly kind: string; readonly index?: number }[];
}

/** What the worker says while it works. */
export type ProvingAnswer =
  | { readonly kind: 'record'; readonly verdict: RecordVerdict }
  | { readonly kind: 'entries'; readonly done: number }
  | { readonly kind: 'log'; readonly verdict: LogVerdict }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' };
