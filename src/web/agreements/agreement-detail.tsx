import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useMemo } from 'react';

import type { Rule } from '../../accord/agreement/schema.ts';
import type { AgreementView } from '../../contract/beside-plans.ts';
import { useCentre } from '../centre.ts';
import type { MapArea, MapShape } from '../map/marks.ts';
import { Age } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { HashMark, Mono, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { plainText } from '../plans/plain-text.ts';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { shortHash } from '../plans/statement-words.ts';
import { Fold, Statement } from '../plans/timeline.tsx';
import { centreQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { ForceMark, Signatures } from './agreement-list.tsx';
import { agreementQuery } from './agreement-queries.ts';
import { ruleWords } from './rule-words.ts';
import type { Signable } from './sign-panel.tsx';
import { SignPanel } from './sign-panel.tsx';

/** One agreement: its articles, what each does to plans, where, and who has signed it. */
export function AgreementDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const agreement = useQuery(agreementQuery(hash));
  if (!agreement.data) {
    return (
      <div className="mx-auto max-w-2xl p-4">
        <FaultNotice fault={agreement.error} onRetry={() => void agreement.refetch()} />
        {agreement.isPending ? <p className="text-muted">{t('plans.page.opening')}</p> : null}
      </div>
    );
  }
  return <Shown view={agreement.data} />;
}

function Shown({ view }: { readonly view: AgreementView }) {
  const { t, language } = useWords();
  const { party } = useSession();
  const { agreement, signed } = view;
  const signable = useSignable(view);
  const isParty = agreement.parties.some((each) => each === party);
  return (
    <PlanPage
      back="/agreements"
      title={<bdi>{agreement.names[language]}</bdi>}
      map={<RuleMap view={view} />}
    >
      <ForceMark inForce={view.inForce} />
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {t('agreements.list.by')} <PartyMark party={view.author} /> <Age at={view.at} />
        <HashMark hash={view.hash} />
      </p>
      <Part title={t('agreements.sign.title')}>
        <Signatures view={view} />
        <p className="text-sm text-muted">{t('agreements.force.means')}</p>
        {isParty ? (
          <SignPanel
            signable={signable}
            isSigned={signed.some((each) => each === party)}
            stale={['agreements', 'plans', 'presence']}
          />
        ) : (
          <p className="text-sm text-muted">{t('agreements.sign.not-party')}</p>
        )}
      </Part>
      <Part title={t('agreements.article.title')}>
        <ol className="flex flex-col gap-3">
          {agreement.articles.map(({ id, text, rule }) => (
            <li key={id} id={`article-${id}`} className="flex flex-col gap-1">
              <h3 className="text-base">{t('agreements.article.number', { id })}</h3>
              <Written lang={agreement.language}>{text}</Written>
              {rule ? <RuleBox rule={rule} /> : null}
            </li>
          ))}
        </ol>
      </Part>
      {view.signings.length === 0 ? null : (
        <Part title={t('agreements.sign.history')}>
          <SigningList signings={view.signings} />
        </Part>
      )}
    </PlanPage>
  );
}

function RuleBox({ rule }: { readonly rule: Rule }) {
  const words = useWords();
  const centre = useCentre();
  return (
    <div className="flex gap-2.5 rounded-md border border-strong-line bg-raised px-3 py-2">
      <Scale aria-hidden size={17} className="mt-0.5 shrink-0" />
      <div>
        <p className="text-sm text-muted">{words.t('agreements.rule.title')}</p>
        {ruleWords(rule, { words, centre }).map((line, i) => (
          <p key={line} className={i === 0 ? 'font-medium' : 'text-sm'}>
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}

/** Every signature that was said, in the order of time; one that does not count says why. */
export function SigningList({ signings }: { readonly signings: AgreementView['signings'] }) {
  const { t } = useWords();
  return (
    <ol className="flex flex-col gap-1.5">
      {signings.map((signing) => (
        <li key={signing.hash}>
          <p className="flex flex-wrap items-center gap-x-3">
            <Age at={signing.at} short />
            <PartyMark party={signing.party} />
            <span className={signing.void === undefined ? '' : 'line-through'}>
              {t(`agreements.sign.did-${signing.verdict}`)}
            </span>
            <Mono className="text-xs text-muted">{signing.seat}</Mono>
          </p>
          {signing.void === undefined ? null : (
            <p className="text-sm font-medium text-bad">
              {t('plans.timeline.void', { why: t(`plans.void.${signing.void}`) })}
            </p>
          )}
          <Fold title={t('plans.timeline.words')}>
            <Statement lang={signing.language}>{signing.words}</Statement>
          </Fold>
        </li>
      ))}
    </ol>
  );
}

function useSignable(view: AgreementView): Signable {
  const words = useWords();
  const { t, language } = words;
  const centre = useCentre();
  const { party, seat } = useSession();
  const name = plainText(view.agreement.names[language]);
  const values = {
    seat: seat.names[language],
    party: nameOf(party, { centre }),
    name,
    parties: formatList(
      view.agreement.parties.map((each) => nameOf(each, { centre })),
      language,
    ),
    count: view.agreement.articles.length,
    hash: shortHash(view.hash),
  };
  const said = (verdict: 'signs' | 'ends') =>
    [
      ...(centre.exercise ? [t('plans.words.exercise')] : []),
      t(`agreements.words.${verdict}`, values),
      t(`agreements.words.${verdict}-means`, values),
      t('agreements.words.record', values),
    ]
      .map(unmarked)
      .join('\n')
      .normalize('NFC');
  return {
    under: view.hash,
    words: { signs: said('signs'), ends: said('ends') },
    acts: {
      signs: t('agreements.sign.act', { name, party: values.party }),
      ends: t('agreements.sign.end', { name, party: values.party }),
    },
  };
}

/** The marks that set a gap apart on the screen may not stand in a record. */
export function unmarked(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/g, '');
}

function RuleMap({ view }: { readonly view: AgreementView }) {
  const { t } = useWords();
  const charter = useQuery(centreQuery).data?.charter;
  const areas = useMemo(
    () =>
      view.rules.flatMap(({ article, rule }): MapArea[] =>
        rule.area === null
          ? []
          : [
              {
                id: `rule ${article}`,
                kind: 'sector',
                shape: rule.area as unknown as MapShape,
                label: t('agreements.map.rule', {
                  id: article,
                  effect: t(`agreements.effect.${rule.effect}`),
                }),
              },
            ],
      ),
    [view.rules, t],
  );
  const shape = areas[0]?.shape ?? (charter?.area as unknown as MapShape | undefined);
  if (!shape) return null;
  return <PlanMap area={undefined} beside={areas} camera={cameraOver(shape)} />;
}
