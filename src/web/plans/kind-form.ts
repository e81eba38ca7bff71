import type { PlanKind } from '../../accord/operation/kinds.ts';
import type { OutlineMode } from '../map/drawing.ts';

/** What a kind of plan asks for, and what its form begins with. */
export interface KindForm {
  /** How its ground may be given, the usual way first. */
  readonly modes: readonly OutlineMode[];
  /** Metres beyond a route or a place that the form proposes; typed text. */
  readonly reach: string;
  /** A band of heights that the form proposes; none where the kind has no heights. */
  readonly heights?: { readonly low: string; readonly high: string };
}

/** The forms of the six kinds. [C21] */
export const KIND_FORMS: Readonly<Record<PlanKind, KindForm>> = {
  operation: { modes: ['polygon', 'line'], reach: '' },
  sweep: { modes: ['polygon'], reach: '' },
  patrol: { modes: ['line'], reach: '500' },
  checkpoint: { modes: ['point', 'polygon'], reach: '300' },
  overflight: { modes: ['line'], reach: '2000', heights: { low: '300', high: '1500' } },
  visit: { modes: ['point', 'polygon'], reach: '500' },
};
