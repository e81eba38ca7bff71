import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import { prepare } from '../../geo/touch.ts';
import { shapeOf } from '../operation/ground.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { Rule } from './schema.ts';

/** A rule of an article, with its area and dates made ready. */
export interface StandingRule {
  readonly agreement: RecordHash;
  readonly article: string;
  /** The parties of the agreement. */
  readonly signatories: readonly PartyId[];
  readonly rule: Rule;
  readonly area: PreparedShape | undefined;
  readonly from: Instant;
  readonly upto: Instant | undefined;
}

/** An agreement with its rules made ready. */
export interface AgreementFile {
  readonly said: Said<'agreement'>;
  readonly rules: readonly StandingRule[];
}

/** Makes an agreement's rules ready. */
export function agreementFile(said: Said<'agreement'>): AgreementFile {
  const rules = said.record.body.articles.flatMap(({ id, rule }): readonly StandingRule[] => {
    if (!rule) return [];
    const area = rule.area === null ? undefined : prepare(shapeOf(rule.area));
    const upto = rule.upto === null ? undefined : momentOf(rule.upto);
    const signatories = said.record.body.parties;
    const from = momentOf(rule.from);
    return [{ agreement: said.hash, article: id, signatories, rule, area, from, upto }];
  });
  return { said, rules };
}
