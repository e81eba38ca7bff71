import { useMutation } from '@tanstack/react-query';
import { Paperclip, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, FileTrigger } from 'react-aria-components';

import {
  ATTACHMENTS_MAX,
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_MEDIA,
} from '../../accord/knowledge/attachment.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { presentFault } from '../api.ts';
import { formatBytes, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { DraftAttachment } from './draft.ts';
import { useDraft } from './draft.ts';
import { beginUpload, confirmUpload, dropUpload, resumeUpload, useSending } from './uploads.ts';

/** What may be chosen, in the words of the browser's own window; what it is its bytes tell. */
const CHOSEN = [...ATTACHMENT_MEDIA, '.pdf', '.txt'];

/** Photos and papers that go with the report: chosen, sent to our own node, taken off again. */
export function AttachPart() {
  const words = useWords();
  const { t, language } = words;
  const { draft, book } = useDraft();
  const [passed, setPassed] = useState<readonly string[]>([]);
  const { attachments } = draft;
  const begin = useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const file of files) await beginUpload(book, file);
    },
  });
  const choose = (files: readonly File[]) => {
    const limit = formatBytes(ATTACHMENT_BYTES_MAX, language);
    const room = ATTACHMENTS_MAX - book.read().attachments.length;
    const fit = files.filter(({ size }) => size > 0 && size <= ATTACHMENT_BYTES_MAX);
    const count = formatNumber(ATTACHMENTS_MAX, language);
    setPassed([
      ...files
        .filter((file) => !fit.includes(file))
        .map(({ name, size }) =>
          t(size === 0 ? 'attach.empty' : 'attach.too-large', { name, limit }),
        ),
      ...(fit.length > room ? [t('attach.too-many', { limit: count })] : []),
    ]);
    begin.mutate(fit.slice(0, room));
  };
  return (
    <section className="flex flex-col gap-1.5" aria-label={t('attach.title')}>
      <h2 className="text-sm font-medium">{t('attach.title')}</h2>
      {attachments.length === 0 ? null : (
        <ul className="flex flex-col gap-1.5">
          {attachments.map((each) => (
            <Attached key={each.id} attached={each} />
          ))}
        </ul>
      )}
      <FileTrigger
        allowsMultiple
        acceptedFileTypes={CHOSEN}
        onSelect={(files) => choose([...(files ?? [])])}
      >
        <AriaButton
          className={`${buttonClass()} self-start`}
          isDisabled={attachments.length >= ATTACHMENTS_MAX || begin.isPending}
        >
          <Paperclip aria-hidden size={15} />
          {t('attach.add')}
        </AriaButton>
      </FileTrigger>
      {passed.map((text) => (
        <p key={text} role="alert" className="text-xs text-bad">
          {text}
        </p>
      ))}
      <FaultNotice fault={begin.error} />
      <p className="text-xs text-muted">{t('attach.what')}</p>
    </section>
  );
}

function Attached({ attached }: { readonly attached: DraftAttachment }) {
  const words = useWords();
  const { t } = words;
  const { book } = useDraft();
  const sending = useSending(attached.id);
  const { name } = attached.attachment ?? attached;
  const isOnItsWay = sending?.stage === 'sending' || sending?.stage === 'waiting';
  return (
    <li
      className="flex flex-col gap-1 rounded-sm border border-line p-2"
      {...(attached.attachment ? {} : { 'data-fault': '' })}
    >
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate">
          <bdi>{name}</bdi>
        </span>
        <AriaButton
          aria-label={t(isOnItsWay ? 'attach.cancel' : 'attach.remove', { name })}
          onPress={() => dropUpload(book, attached)}
          className="flex size-7 shrink-0 items-center justify-center rounded-sm data-[hovered]:bg-raised"
        >
          <X aria-hidden size={15} />
        </AriaButton>
      </div>
      <Standing attached={attached} />
    </li>
  );
}

/** What is to be said of one file: how far it is, what is asked, what went wrong. */
function Standing({ attached }: { readonly attached: DraftAttachment }) {
  const words = useWords();
  const { t, language } = words;
  const { book } = useDraft();
  const sending = useSending(attached.id);
  const { attachment, name, size } = attached;
  if (attachment) {
    const ready = { size: formatBytes(attachment.size, language) };
    return <p className="text-xs text-ok">{t('attach.ready', ready)}</p>;
  }
  if (!sending) return <ChooseAgain attached={attached} />;
  if (sending.stage === 'failed') {
    return (
      <p role="alert" className="text-xs text-bad">
        {presentFault(sending.fault, words)}
      </p>
    );
  }
  if (sending.stage === 'asks') {
    return (
      <div role="alert" className="flex flex-col gap-1.5">
        <p className="text-xs text-need">{presentFault(sending.fault, words)}</p>
        <Button tone="need" className="self-start" onPress={() => confirmUpload(book, attached)}>
          {t('attach.know')}
        </Button>
      </div>
    );
  }
  const how = {
    held: formatBytes(sending.sent, language),
    size: formatBytes(size, language),
  };
  return (
    <div className="flex flex-col gap-0.5">
      <progress
        className="bar block h-1.5 w-full"
        aria-label={t('attach.sending', { name })}
        value={sending.sent}
        max={size}
      />
      <p className="text-xs text-muted">
        {sending.stage === 'checking' ? t('attach.checking') : t('attach.of', how)}
      </p>
      {sending.stage === 'waiting' ? (
        <p role="status" className="text-xs text-need">
          {t('attach.waiting')}
        </p>
      ) : null}
    </div>
  );
}

/** This window has not the file any more: with it chosen again, sending goes on where it stopped. */
function ChooseAgain({ attached }: { readonly attached: DraftAttachment }) {
  const { t } = useWords();
  const { book } = useDraft();
  const [isOther, setOther] = useState(false);
  const { name } = attached;
  const choose = async (files: FileList | null) => {
    const file = files?.[0];
    if (file) setOther(!(await resumeUpload(book, attached, file)));
  };
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-xs text-need">{t(isOther ? 'attach.other' : 'attach.again', { name })}</p>
      <FileTrigger acceptedFileTypes={CHOSEN} onSelect={(files) => void choose(files)}>
        <AriaButton className={`${buttonClass()} self-start`}>{t('attach.choose')}</AriaButton>
      </FileTrigger>
    </div>
  );
}
