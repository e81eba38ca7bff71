import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { Saved } from '../../contract/api.ts';
import type { HoldingView } from '../../contract/holdings.ts';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import type { Position } from '../map/drawing.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Empty } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { coversPhrase } from './covers-phrase.ts';

/** Every holding that this desk may read: what the map shows, in words. */
export function HeldTable({
  holdings,
  isNow,
  onGo,
}: {
  readonly holdings: readonly HoldingView[];
  readonly isNow: boolean;
  readonly onGo: (at: Position) => void;
}) {
  const words = useWords();
  const { t, language } = words;
  const { party, seat } = useSession();
  const go = useGo();
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: (hash: string) => post<Saved>(`/api/holdings/${hash}/confirm`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['holdings'] }),
  });
  const mayConfirm = isNow && (seat.duties.includes('plan') || seat.duties.includes('report'));
  const mayPlan = isNow && seat.duties.includes('plan');
  const sorted = holdings.toSorted((one, other) =>
    one.party === other.party
      ? one.holding.names[language].localeCompare(other.holding.names[language], language)
      : one.party < other.party
        ? -1
        : 1,
  );
  return (
    <Part title={t('gap.held.title', { count: holdings.length })}>
      <FaultNotice fault={confirm.error} />
      {holdings.length === 0 ? <Empty>{t('gap.held.empty')}</Empty> : null}
      <ul className="flex flex-col">
        {sorted.map(({ hash, party: whose, holding, not, confirmed }) => (
          <li
            key={hash}
            className={`flex flex-col gap-0.5 border-b border-line py-2 last:border-0 ${not === undefined ? '' : 'text-muted'}`}
          >
            <span className="flex flex-wrap items-center gap-x-2">
              <PartyMark party={whose} bare />
              <span className="font-medium">{holding.names[language]}</span>
              <span className="text-sm">{t(`gap.kind.${holding.kind}`)}</span>
              {not === undefined ? null : (
                <span className="rounded-xs border border-strong-line px-1 text-xs font-medium">
                  {t(`gap.not.${not}`)}
                </span>
              )}
            </span>
            <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
              {coversPhrase(holding, words)} <Age at={confirmed} short />
            </span>
            <span className="flex flex-wrap gap-1">
              {holding.ground.type === 'Point' ? (
                <Button
                  tone="quiet"
                  onPress={() => onGo(holding.ground.coordinates as unknown as Position)}
                >
                  {t('gap.pieces.show')}
                </Button>
              ) : null}
              {whose === party && mayConfirm ? (
                <Button
                  tone="quiet"
                  isDisabled={confirm.isPending}
                  onPress={() => confirm.mutate(hash)}
                >
                  {t('gap.held.confirm')}
                </Button>
              ) : null}
              {whose === party && mayPlan ? (
                <Button tone="quiet" onPress={() => go(`/gap/${hash}`)}>
                  {t('gap.held.change')}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
