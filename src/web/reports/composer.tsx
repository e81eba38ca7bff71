import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';

import type { Saved } from '../../contract/api.ts';
import type { NewReport } from '../../contract/reports.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useRaise } from '../notices.ts';
import { nowOf } from '../now.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { useSession } from '../session.ts';
import { usePublishStatus } from '../status.ts';
import { formatList, formatNumber } from '../words/format.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { AttachPart } from './attach-part.tsx';
import { useDraft } from './draft.ts';
import { DtgField } from './dtg-field.tsx';
import { CREDIBILITIES, RELIABILITIES, REPORT_KINDS, SOURCE_KINDS, TLP_LEVELS } from './kinds.ts';
import { useDistance } from './facts.tsx';
import { PlaceField } from './place-field.tsx';
import type { DegreeBox } from './place-reading.ts';
import type { DraftFault } from './report-of-draft.ts';
import { reportOf, TEXT_UNITS_MAX } from './report-of-draft.ts';
import { dropUpload } from './uploads.ts';

/** How widely a place may be known, in metres, beside as finely as it was written. */
const PRECISIONS = [100, 500, 1000, 5000, 10_000, 50_000];

const UNGRADED = 'none';

/**
 * A new report: first who will read it, then what, where, when and from what source, graded on two
 * axes or not yet. Escape leaves it as it is; Ctrl Enter sends it once its readers are named.
 */
export function Composer({
  area,
  onClose,
  onPick,
  onSent,
}: {
  readonly area: DegreeBox;
  readonly onClose: () => void;
  /** The place is to be picked on the map. */
  readonly onPick: () => void;
  readonly onSent: (hash: string) => void;
}) {
  const { t, language } = useWords();
  const { zone, parties } = useCentre();
  const { party: self } = useSession();
  const { draft, book } = useDraft();
  const publish = usePublishStatus();
  const raise = useRaise();
  const client = useQueryClient();
  const [wasTried, setTried] = useState(false);
  useEffect(() => {
    publish({ audience: draft.audience.length === 0 ? undefined : draft.audience });
    return () => publish({ audience: undefined });
  }, [publish, draft.audience]);
  const send = useMutation({
    mutationFn: (report: NewReport) => post<Saved>('/api/reports', report),
    onSuccess: (saved) => {
      book.clear();
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
  const frame = useRef<HTMLDivElement>(null);
  const trySend = () => {
    setTried(true);
    if (!said.ok) requestAnimationFrame(() => goToFault(frame.current));
    else if (!send.isPending) send.mutate(said.value);
  };
  useComposerKeys(frame, trySend, onClose);
  const discard = () => {
    for (const each of draft.attachments) dropUpload(book, each);
    book.clear();
  };
  const readers = draft.audience.map((id) => parties.find((each) => each.id === id)?.name ?? id);
  return (
    <div ref={frame} className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 items-center justify-between border-b border-line px-3">
        <h1 className="text-lg">{t('reports.compose.title')}</h1>
        <AriaButton
          aria-label={t('reports.compose.close')}
          onPress={onClose}
          className="flex size-7 items-center justify-center rounded-sm data-[hovered]:bg-raised"
        >
          <X aria-hidden size={16} />
        </AriaButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto p-3">
        <Parts area={area} faults={wasTried ? faults : []} onPick={onPick} />
      </div>
      <footer className="flex flex-col gap-2 border-t border-line p-3">
        <FaultNotice fault={send.error} />
        {wasTried && faults.length > 0 ? (
          <p role="alert" className="text-sm text-bad">
            {t('reports.compose.missing', { count: faults.length })}
          </p>
        ) : null}
        <div className="flex items-center gap-2">
          <Button tone="main" onPress={trySend} isDisabled={send.isPending} className="flex-1">
            <span className="truncate">
              {readers.length > 0
                ? t('reports.compose.send', { parties: formatList(readers, language) })
                : t(draft.isOwnOnly ? 'reports.compose.keep' : 'reports.compose.send-nobody')}
            </span>
          </Button>
          <Button tone="quiet" onPress={discard}>
            {t('reports.compose.discard')}
          </Button>
        </div>
        <p className="text-xs text-muted">{t('reports.compose.keys')}</p>
      </footer>
    </div>
  );
}

function Parts({
  area,
  faults,
  onPick,
}: {
  readonly area: DegreeBox;
  readonly faults: readonly DraftFault[];
  readonly onPick: () => void;
}) {
  const { t, language } = useWords();
  const { party: self } = useSession();
  const { draft, book } = useDraft();
  const faultOf = (...kinds: DraftFault[]) => {
    const found = kinds.find((kind) => faults.includes(kind));
    return found === undefined ? undefined : t(`reports.missing.${found}`);
  };
  const audienceFault = faultOf('audience');
  return (
    <>
      <section className="rounded-md border border-strong-line p-2.5">
        <AudiencePicker
          ours={self}
          value={draft.audience}
          onChange={(audience) =>
            book.write({ audience, isOwnOnly: audience.length === 0 && draft.isOwnOnly })
          }
          {...(audienceFault === undefined ? {} : { fault: audienceFault })}
        />
        {draft.audience.length > 0 ? null : (
          <Checkbox
            isSelected={draft.isOwnOnly}
            onChange={(isOwnOnly) => book.write({ isOwnOnly })}
          >
            {t('reports.compose.own-only')}
          </Checkbox>
        )}
      </section>
      <Faulty fault={faultOf('kind')}>
        <Select
          label={t('reports.part.kind')}
          placeholder={t('reports.compose.choose')}
          value={draft.kind}
          onChange={(kind) => book.write({ kind })}
          choices={REPORT_KINDS.map((id) => ({ id, text: t(`reports.kind.${id}`) }))}
        />
      </Faulty>
      <Field
        label={t('reports.part.title')}
        value={draft.title}
        onChange={(title) => book.write({ title })}
        fault={faultOf('title', 'title-long')}
      />
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
      <Select
        label={t('reports.part.language')}
        value={draft.language ?? language}
        onChange={(chosen) => book.write({ language: chosen })}
        choices={LANGUAGES.map(({ id, name }) => ({ id, text: name }))}
      />
      <PlacePart area={area} onPick={onPick} fault={faultOf('place', 'place-unclear')} />
      <div className="grid grid-cols-2 gap-2">
        <DtgField
          label={t('reports.part.when')}
          value={draft.from}
          onChange={(from) => book.write({ from })}
          onSettle={(from) => (book.read().from === '' ? undefined : book.write({ from }))}
          fault={faultOf('from')}
        />
        <DtgField
          label={t('reports.part.upto')}
          value={draft.upto}
          onChange={(upto) => book.write({ upto })}
          onSettle={(upto) => (book.read().upto === '' ? undefined : book.write({ upto }))}
          fault={faultOf('upto-before')}
        />
      </div>
      <SourcePart fault={faultOf('source')} gradeFault={faultOf('grade-half')} />
      <Faulty fault={faultOf('attachments')}>
        <AttachPart />
      </Faulty>
      <Select
        label={t('reports.part.tlp')}
        value={draft.tlp}
        onChange={(tlp) => book.write({ tlp })}
        choices={TLP_LEVELS.map((id) => ({
          id,
          text: `TLP:${id} · ${t(`reports.tlp.${id.toLowerCase().replace('+', '-')}`)}`,
        }))}
      />
    </>
  );
}

function PlacePart({
  area,
  onPick,
  fault,
}: {
  readonly area: DegreeBox;
  readonly onPick: () => void;
  readonly fault: string | undefined;
}) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  const distance = useDistance();
  return (
    <>
      <PlaceField
        label={t('reports.part.where')}
        area={area}
        value={draft.place}
        onChange={(place) => book.write({ place })}
        onNamed={(place, placeLabel) => book.write({ place, placeLabel })}
        confirmed={draft.confirmedPlace}
        onConfirm={() => book.write({ confirmedPlace: draft.place })}
        onPick={onPick}
        fault={fault}
      />
      <div className="grid grid-cols-2 gap-2">
        <Field
          label={t('reports.place.label')}
          value={draft.placeLabel}
          onChange={(placeLabel) => book.write({ placeLabel })}
        />
        <Select
          label={t('reports.place.known')}
          value={String(draft.precisionMetres ?? 0)}
          onChange={(metres) => book.write({ precisionMetres: Number(metres) || undefined })}
          choices={[
            { id: '0', text: t('reports.place.as-written') },
            ...PRECISIONS.map((metres) => ({
              id: String(metres),
              text: t('reports.part.within', { distance: distance(metres) }),
            })),
          ]}
        />
      </div>
    </>
  );
}

function SourcePart({
  fault,
  gradeFault,
}: {
  readonly fault: string | undefined;
  readonly gradeFault: string | undefined;
}) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  const none = { id: UNGRADED, text: t('reports.grade.not-yet') };
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <Faulty fault={fault}>
          <Select
            label={t('reports.part.source')}
            placeholder={t('reports.compose.choose')}
            value={draft.source}
            onChange={(source) => book.write({ source })}
            choices={SOURCE_KINDS.map((id) => ({ id, text: t(`reports.source.${id}`) }))}
          />
        </Faulty>
        <Field
          label={t('reports.part.reference')}
          value={draft.reference}
          onChange={(reference) => book.write({ reference })}
        />
      </div>
      <Faulty fault={gradeFault}>
        <Select<string>
          label={t('reports.grade.ask-source')}
          value={draft.reliability ?? UNGRADED}
          onChange={(id) => book.write({ reliability: RELIABILITIES.find((each) => each === id) })}
          choices={[
            none,
            ...RELIABILITIES.map((id) => ({ id, text: `${id} · ${t(`parts.reliability.${id}`)}` })),
          ]}
        />
        <Select<string>
          label={t('reports.grade.ask-information')}
          value={draft.credibility ?? UNGRADED}
          onChange={(id) => book.write({ credibility: CREDIBILITIES.find((each) => each === id) })}
          choices={[
            none,
            ...CREDIBILITIES.map((id) => ({ id, text: `${id} · ${t(`parts.credibility.${id}`)}` })),
          ]}
        />
      </Faulty>
    </>
  );
}

function Faulty({
  fault,
  children,
}: {
  readonly fault: string | undefined;
  readonly children: ReactNode;
}) {
  if (fault === undefined) return <div className="contents">{children}</div>;
  return (
    <div className="flex flex-col gap-2" data-fault>
      {children}
      <p className="text-xs text-bad">{fault}</p>
    </div>
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

/** Brings the first part that is missing into view and puts the focus there. */
function goToFault(frame: HTMLElement | null): void {
  const part = frame?.querySelector<HTMLElement>('[data-fault], [data-invalid]');
  part?.scrollIntoView({ block: 'center' });
  const input = part?.matches('input, textarea')
    ? part
    : part?.querySelector<HTMLElement>('input, textarea, button');
  input?.focus({ preventScroll: true });
}
