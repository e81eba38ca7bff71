import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { Saved } from '../../contract/api.ts';
import type { NewReport } from '../../contract/reports.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useRaise } from '../notices.ts';
import { nowOf } from '../now.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { ChoiceTiles } from '../parts/choice-tiles.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { useReaderName } from '../readers.ts';
import { useSession } from '../session.ts';
import { usePublishStatus } from '../status.ts';
import { formatList, formatNumber } from '../words/format.ts';
import { LanguageSelect, TlpSelect } from './handling-selects.tsx';
import { useWords } from '../words/words.ts';
import { AttachPart } from './attach-part.tsx';
import { ClaimsPart } from './claims-part.tsx';
import { GradePart, PlacePart, SourcePart, WhenPart } from './compose-parts.tsx';
import { DetailsPart } from './details-part.tsx';
import type { Draft } from './draft.ts';
import { isBegun, useDraft } from './draft.ts';
import { Faulty, goToFault } from './faulty.tsx';
import { REPORT_KINDS } from './kinds.ts';
import type { DegreeBox } from './place-reading.ts';
import { readersAfter, useReportDesk, withReaders } from './report-desk.ts';
import type { DraftFault } from './report-of-draft.ts';
import { reportOf, TEXT_UNITS_MAX } from './report-of-draft.ts';
import { TemplateChoice, TemplateSaver } from './template-part.tsx';
import { dropUpload } from './uploads.ts';

/**
 * A new report, or a new version of one: first who will read it, then one line, and then what that
 * line leaves open. Nothing is guessed from it. Escape leaves it as it is; Ctrl Enter sends it once its readers are named.
 */
export function Composer({
  area,
  isCorrection = false,
  onClose,
  onPick,
  onSent,
}: {
  readonly area: DegreeBox;
  /** Whether the draft is a new version of a report. */
  readonly isCorrection?: boolean;
  readonly onClose: () => void;
  /** The place is to be picked on the map, where there is one. */
  readonly onPick?: () => void;
  readonly onSent: (hash: string) => void;
}) {
  const { t, language } = useWords();
  const { zone, parties } = useCentre();
  const { party: self } = useSession();
  const { draft: written, book } = useDraft();
  const { desk, desks } = useReportDesk();
  const draft = isCorrection ? written : withReaders(written, desk);
  const publish = usePublishStatus();
  const raise = useRaise();
  const client = useQueryClient();
  const [wasTried, setTried] = useState(false);
  const [dropped, setDropped] = useState<Draft | undefined>(undefined);
  useEffect(() => {
    publish({ audience: draft.audience.length === 0 ? undefined : draft.audience });
    return () => publish({ audience: undefined });
  }, [publish, draft.audience]);
  const send = useMutation({
    mutationFn: (report: NewReport) => post<Saved>('/api/reports', report),
    onSuccess: (saved, { audience }) => {
      book.clear();
      if (!isCorrection) {
        const others = parties.filter(({ id, observer }) => id !== self && !observer).length;
        desks.write({
          readers: readersAfter(
            audience.filter((id) => id !== self),
            others,
          ),
        });
      }
      void client.invalidateQueries({ queryKey: ['reports'] });
      const index = formatNumber(saved.place.index + 1, language);
      raise({
        tone: 'ok',
        text: t('reports.compose.sent', { index }),
        to: `/reports/${saved.hash}`,
      });
      onSent(saved.hash);
    },
  });
  const ground = { self, language, zone, area };
  const said = reportOf(draft, { ...ground, now: nowOf() });
  const faults = said.ok ? [] : said.fault;
  const asked = faults.filter((fault) => ASKED.includes(fault));
  const frame = useRef<HTMLDivElement>(null);
  const trySend = () => {
    setTried(true);
    if (!said.ok) requestAnimationFrame(() => goToFault(frame.current));
    else if (!send.isPending) send.mutate(said.value);
  };
  useComposerKeys(frame, trySend, onClose);
  const discard = () => {
    for (const each of draft.attachments) dropUpload(book, each);
    setDropped(written);
    book.clear();
    if (isCorrection) onClose();
  };
  const readers = draft.audience.map(useReaderName());
  const within = compartmentIn(draft.audience);
  return (
    <div ref={frame} className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 items-center justify-between border-b border-line px-3">
        <h1 className="text-lg">{t(isCorrection ? 'correct.title' : 'reports.compose.title')}</h1>
        <AriaButton
          aria-label={t('reports.compose.close')}
          onPress={onClose}
          className="flex size-7 items-center justify-center rounded-sm data-[hovered]:bg-raised"
        >
          <X aria-hidden size={16} />
        </AriaButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-3">
        <Parts
          area={area}
          faults={wasTried ? faults : []}
          isCorrection={isCorrection}
          {...(onPick ? { onPick } : {})}
        />
      </div>
      <footer className="flex flex-col gap-2 border-t border-line p-3">
        <FaultNotice fault={send.error} />
        {wasTried && faults.length > 0 ? (
          <p role="alert" className="text-sm text-bad">
            {t('reports.compose.missing', { count: faults.length })}
          </p>
        ) : null}
        {asked.length > 0 && written.title.trim() !== '' ? (
          <p className="text-sm" aria-live="polite">
            {t('form.asked', {
              parts: formatList(
                asked.map((each) => t(`form.ask.${each}`)),
                language,
              ),
            })}
          </p>
        ) : null}
        <div className="flex items-center gap-2">
          <Button
            tone="main"
            onPress={trySend}
            isDisabled={send.isPending}
            className="min-w-0 flex-1 max-md:min-h-11"
          >
            <span className="truncate">
              {readers.length > 0
                ? t(within ? 'compartments.send' : 'reports.compose.send', {
                    parties: formatList(readers, language),
                  })
                : t(draft.isOwnOnly ? 'reports.compose.keep' : 'reports.compose.send-nobody')}
            </span>
          </Button>
          <Button tone="quiet" onPress={discard}>
            {t('reports.compose.discard')}
          </Button>
        </div>
        {isCorrection ? null : (
          <div className="flex flex-wrap items-center gap-2">
            {within ? null : <TemplateSaver />}
            {dropped && !isBegun(written) ? (
              <Button onPress={() => book.write({ ...dropped, attachments: [] })}>
                {t('form.bring-back')}
              </Button>
            ) : null}
          </div>
        )}
        <p className="text-xs text-muted max-md:hidden">{t('reports.compose.keys')}</p>
      </footer>
    </div>
  );
}

/** What one line leaves open, and the form asks for. */
const ASKED: readonly DraftFault[] = ['audience', 'kind', 'place', 'from', 'source'];

function Parts({
  area,
  faults,
  isCorrection,
  onPick,
}: {
  readonly area: DegreeBox;
  readonly faults: readonly DraftFault[];
  readonly isCorrection: boolean;
  readonly onPick?: () => void;
}) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  const faultOf = (...kinds: DraftFault[]) => {
    const found = kinds.find((kind) => faults.includes(kind));
    return found === undefined ? undefined : t(`reports.missing.${found}`);
  };
  return (
    <>
      {isCorrection ? (
        <SameReaders />
      ) : (
        <>
          <Readers fault={faultOf('audience')} />
          <TemplateChoice />
        </>
      )}
      <Field
        label={t('reports.part.title')}
        value={draft.title}
        onChange={(title) => book.write({ title })}
        fault={faultOf('title', 'title-long')}
      />
      <Faulty fault={faultOf('kind')}>
        <ChoiceTiles
          isNeeded
          columns="three"
          label={t('reports.part.kind')}
          value={draft.kind}
          onChange={(kind) => book.write({ kind })}
          choices={REPORT_KINDS.map((id) => ({ id, text: t(`reports.kind.${id}`) }))}
        />
      </Faulty>
      <DetailsPart fault={faultOf('details')} />
      <PlacePart
        area={area}
        {...(onPick ? { onPick } : {})}
        fault={faultOf('place', 'place-unclear')}
      />
      <WhenPart fault={faultOf('from')} uptoFault={faultOf('upto-before', 'upto-missing')} />
      <SourcePart fault={faultOf('source')} />
      <Field
        label={t('reports.part.text')}
        value={draft.text}
        onChange={(text) => book.write({ text })}
        rows={5}
        fault={faultOf('text-long')}
        {...(draft.text.length > TEXT_UNITS_MAX * 0.9
          ? { hint: t('reports.compose.left', { count: TEXT_UNITS_MAX - draft.text.length }) }
          : {})}
      />
      <LanguageSelect
        value={draft.language}
        onChange={(chosen) => book.write({ language: chosen })}
      />
      <ClaimsPart fault={faultOf('claims')} />
      <GradePart fault={faultOf('grade-half')} />
      <Faulty fault={faultOf('attachments')}>
        <AttachPart />
      </Faulty>
      <TlpSelect value={draft.tlp} onChange={(tlp) => book.write({ tlp })} />
    </>
  );
}

/** Who will read it, before anything is written: the desk's usual readers, or those ticked. */
function Readers({ fault }: { readonly fault: string | undefined }) {
  const { t } = useWords();
  const { party: self } = useSession();
  const { draft, book } = useDraft();
  const { desk } = useReportDesk();
  const shown = withReaders(draft, desk);
  const isUsual = shown !== draft && shown.audience.length > 0;
  return (
    <section className="rounded-md border border-strong-line p-2.5">
      <AudiencePicker
        offersCompartments
        ours={self}
        value={shown.audience}
        onChange={(audience) =>
          book.write({
            audience,
            isChosen: true,
            isOwnOnly: audience.length === 0 && draft.isOwnOnly,
          })
        }
        {...(fault === undefined ? {} : { fault })}
      />
      {isUsual ? <p className="text-sm text-need">{t('form.readers.usual')}</p> : null}
      {shown.audience.length > 0 ? null : (
        <Checkbox
          isSelected={draft.isOwnOnly}
          onChange={(isOwnOnly) => book.write({ isOwnOnly, isChosen: true })}
        >
          {t('reports.compose.own-only')}
        </Checkbox>
      )}
    </section>
  );
}

/** A new version goes to those who read the old one, and to nobody else. */
function SameReaders() {
  const { t, language } = useWords();
  const { party: self } = useSession();
  const { draft } = useDraft();
  const readers = compartmentIn(draft.audience) ? draft.audience : [self, ...draft.audience];
  const names = readers.map(useReaderName());
  return (
    <p className="rounded-md border border-strong-line p-2.5">
      {t('correct.readers', { parties: formatList(names, language) })}
    </p>
  );
}

/** Ctrl Enter sends from anywhere in the form; Escape closes it unless something in it is open. */
function useComposerKeys(
  frame: RefObject<HTMLDivElement | null>,
  onSend: () => void,
  onClose: () => void,
): void {
  const acts = useRef({ onSend, onClose });
  useEffect(() => {
    acts.current = { onSend, onClose };
  });
  useEffect(() => {
    frame.current?.querySelector<HTMLElement>('input:not(:disabled)')?.focus();
    const act = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      if (document.querySelector('[role="dialog"], [role="listbox"]')) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) acts.current.onSend();
      else if (event.key === 'Escape') acts.current.onClose();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the fields: a choice under the focus would take Enter for its own.
    addEventListener('keydown', act, { capture: true });
    return () => removeEventListener('keydown', act, { capture: true });
  }, [frame]);
}
