import type { Signer } from '../../proof/primitives.ts';
import type { Client } from './desk.ts';

/** What the story came to, as numbers and names. */
export interface Scorecard {
  readonly exercise: true;
  passed: boolean;
  readonly steps: { readonly step: string; readonly ok: boolean; readonly detail?: string }[];
  reportsShared: number;
  readonly secondsToArrive: number[];
  readonly consents: { readonly party: string; readonly verdict: string }[];
  readonly refusedWhileMissing: string[];
  activatedAfterConsent: boolean;
  readonly logs: {
    readonly origin: string;
    readonly author: string;
    readonly size: number;
    readonly cosignedSize: number;
    readonly verified: boolean;
  }[];
  recordsProved: number;
}

/** The desks that the story is played at. */
export interface Cast {
  readonly desks: ReadonlyMap<string, Client>;
  readonly officers: ReadonlyMap<string, Signer>;
  /** Addresses of the nodes by party. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** Told each step as it ends. */
export type TellStep = (step: string, ok: boolean, detail?: string) => void;

/** The parts of the story, in their order. */
export type Chapter =
  | 'meeting'
  | 'report'
  | 'grades'
  | 'proposal'
  | 'consents'
  | 'withdrawal'
  | 'closing';
