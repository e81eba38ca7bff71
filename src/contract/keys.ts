import type { RecordHash } from '../base/ids.ts';
import type { SigningKeyView } from './api.ts';

/** How many signed records are named before a key ends. */
export const SIGNED_SINCE_MAX = 100;

/** GET /api/keys: the keys of our roster that this desk may end. */
export interface KeyView extends SigningKeyView {
  /** What its holder called it; only of passkeys made at this node. */
  readonly label?: string;
}

/** A record that was signed by a key since a moment. */
export type SignedSince =
  | {
      readonly kind: 'decision';
      readonly record: RecordHash;
      readonly at: string;
      readonly plan: RecordHash;
      readonly name: string;
      readonly verdict: string;
      /** Our party's word on the plan stands on this decision now. */
      readonly stands: boolean;
    }
  | {
      readonly kind: 'signing';
      readonly record: RecordHash;
      readonly at: string;
      /** The agreement or handover that it signs. */
      readonly under: RecordHash;
    };

/** GET /api/keys/{id}/end?since=: what no longer counts where the key ends at `since`. [N21] */
export interface KeyEndView {
  readonly key: KeyView;
  readonly since: string;
  readonly signed: readonly SignedSince[];
  /** Whether there are more than are named. */
  readonly more: boolean;
}
