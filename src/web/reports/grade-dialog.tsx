import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { GradeAxes, Report } from '../../accord/knowledge/schema.ts';
import type { Saved } from '../../contract/api.ts';
import { post } from '../api.ts';
import { readKnowledgeAnew } from '../matters/matter-queries.ts';
import { SuggestedPart } from '../matters/suggested-part.tsx';
import { useRaise } from '../notices.ts';
import { Age } from '../parts/age.tsx';
import { Button, Key } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { recordQuery } from '../queries.ts';
import { useWords } from '../words/words.ts';
import { GradeMarks } from './grades.tsx';
import { CREDIBILITIES, RELIABILITIES } from './kinds.ts';
import { TRACK_REPORTS_MAX, trackQuery } from './report-queries.ts';

type Reliability = GradeAxes['reliability'];
type Credibility = GradeAxes['credibility'];

/**
 * Two questions, the source first, each in words and without a default; beside them how the last
 * reports of this source came out. A to F, then 1 to 6, then Enter.
 */
export function GradeDialog({
  hash,
  claim,
  first,
  onClose,
  onGraded,
}: {
  /** The report to grade; undefined closes the dialog. */
  readonly hash: string | undefined;
  /** Only this claim of it, by its number. */
  readonly claim?: number | undefined;
  /** The letter that was pressed to open it. */
  readonly first?: Reliability | undefined;
  readonly onClose: () => void;
  readonly onGraded?: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('reports.grade.title')} isOpen={hash !== undefined} onClose={onClose} wide>
      {hash === undefined ? null : (
        <Questions
          key={hash}
          hash={hash}
          claim={claim}
          first={first}
          onDone={() => {
            onClose();
            onGraded?.();
          }}
        />
      )}
    </Dialog>
  );
}

function Questions({
  hash,
  claim,
  first,
  onDone,
}: {
  readonly hash: string;
  readonly claim: number | undefined;
  readonly first: Reliability | undefined;
  readonly onDone: () => void;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const raise = useRaise();
  const [reliability, setReliability] = useState<Reliability | undefined>(first);
  const [credibility, setCredibility] = useState<Credibility | undefined>(undefined);
  const [reason, setReason] = useState('');
  const view = useQuery(recordQuery(hash));
  const send = useMutation({
    mutationFn: (grade: GradeAxes) =>
      post<Saved>('/api/grades', {
        report: hash,
        grade,
        ...(claim === undefined ? {} : { claim }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: (_, grade) => {
      readKnowledgeAnew(client);
      const code = `${grade.reliability}${grade.credibility}`;
      raise({ tone: 'ok', text: t('reports.grade.sent', { code }), to: `/reports/${hash}` });
      onDone();
    },
  });
  const give = () => {
    if (reliability && credibility && !send.isPending) send.mutate({ reliability, credibility });
  };
  useGradeKeys(setReliability, setCredibility, give);
  const record = view.data?.record;
  const report = record?.type === 'report' ? record.body : undefined;
  const said = claim === undefined ? undefined : report?.claims?.[claim - 1];
  const isWhole = reliability !== undefined && credibility !== undefined;
  return (
    <div className="flex flex-col gap-3">
      {report ? (
        <p className="border-s-3 border-line ps-3">
          <Written lang={report.language} className="font-medium">
            {report.title}
          </Written>
          {said ? (
            <span className="block">
              {t('matters.claims.only', { number: claim ?? 0 })}{' '}
              <Written lang={report.language}>{said.words}</Written>
            </span>
          ) : null}
        </p>
      ) : null}
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <Question
          label={t('reports.grade.ask-source')}
          words="parts.reliability"
          choices={RELIABILITIES}
          value={reliability}
          onChange={setReliability}
        />
        <Question
          label={t('reports.grade.ask-information')}
          words="parts.credibility"
          choices={CREDIBILITIES}
          value={credibility}
          onChange={setCredibility}
        />
      </div>
      <Field label={t('reports.grade.reason')} value={reason} onChange={setReason} rows={2} />
      {report && view.data ? (
        <SuggestedPart author={view.data.place.author} handle={report.source.handle} />
      ) : null}
      {report && view.data ? (
        <Track author={view.data.place.author} source={report.source.kind} except={hash} />
      ) : null}
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-muted">{t('reports.grade.kept-apart')}</p>
        <span className="flex items-center gap-2">
          <Key>Enter</Key>
          <Button tone="main" onPress={give} isDisabled={!isWhole || send.isPending}>
            {isWhole
              ? t('reports.grade.give', { code: `${reliability}${credibility}` })
              : t('reports.grade.give-none')}
          </Button>
        </span>
      </div>
    </div>
  );
}

function Question<T extends string>({
  label,
  words,
  choices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly words: string;
  readonly choices: readonly T[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
}) {
  const { t } = useWords();
  return (
    <RadioGroup
      value={value ?? null}
      onChange={(chosen) => {
        const found = choices.find((each) => each === chosen);
        if (found !== undefined) onChange(found);
      }}
    >
      <Label className="mb-1 block font-medium">{label}</Label>
      {choices.map((choice) => (
        <Radio
          key={choice}
          value={choice}
          className="group flex min-h-8 items-center gap-2.5 rounded-sm border border-transparent px-1.5 data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:bg-selected"
        >
          <span className="mono flex size-6 shrink-0 items-center justify-center rounded-full border border-strong-line group-data-[selected]:border-text group-data-[selected]:bg-text group-data-[selected]:text-panel">
            {choice}
          </span>
          {t(`${words}.${choice}`)}
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** How the last reports of one author from one kind of source were graded. */
function Track({
  author,
  source,
  except,
}: {
  readonly author: string;
  readonly source: Report['source']['kind'];
  readonly except: string;
}) {
  const { t } = useWords();
  const track = useQuery(trackQuery(author, source, except));
  if (!track.data) return null;
  return (
    <section className="border-t border-line pt-2">
      <h3 className="text-sm font-medium">
        {t('reports.track.title', {
          count: TRACK_REPORTS_MAX,
          source: t(`reports.source.${source}`),
        })}
      </h3>
      {track.data.length === 0 ? (
        <p className="text-sm text-muted">{t('reports.track.none')}</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must take the keyboard
        <ul className="max-h-40 overflow-auto" tabIndex={0} aria-label={t('reports.track.label')}>
          {track.data.map((report) => (
            <li
              key={report.hash}
              className="flex flex-wrap items-center gap-x-3 border-b border-line py-1 text-sm last:border-0"
            >
              <Age at={report.when.from} short />
              <Written className="min-w-0 flex-1 truncate">{report.title}</Written>
              {report.contradicts.length === 0 ? null : (
                <span className="text-xs">{t('reports.row.disputed')}</span>
              )}
              <GradeMarks grades={report.grades} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** By `event.code`, so that letters and digits act on every keyboard; silent while a reason is typed. */
function useGradeKeys(
  onLetter: (letter: Reliability) => void,
  onDigit: (digit: Credibility) => void,
  onGive: () => void,
): void {
  const give = useRef(onGive);
  useEffect(() => {
    give.current = onGive;
  });
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.altKey || event.metaKey || event.ctrlKey || event.isComposing) return;
      const at = event.target instanceof Element ? event.target : null;
      if (at?.closest('textarea, input:not([type="radio"])')) return;
      const letter = RELIABILITIES.find((each) => event.code === `Key${each}`);
      const digit = CREDIBILITIES.find((each) => event.code.match(`^(Digit|Numpad)${each}$`));
      if (letter) onLetter(letter);
      else if (digit) onDigit(digit);
      else if (event.key === 'Enter' && !at?.closest('button, a')) give.current();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', act);
    return () => removeEventListener('keydown', act);
  }, [onLetter, onDigit]);
}
