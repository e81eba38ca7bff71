import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Dialog as AriaDialog,
  Heading,
  Modal,
  ModalOverlay,
} from 'react-aria-components';

import { useWords } from '../words/words.ts';

/** A window over the page that keeps the focus until it is closed; Escape closes it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center overflow-auto bg-shade p-3 pt-[8vh]"
    >
      <Modal
        className={`w-full rounded-md border border-strong-line bg-panel shadow-xl ${wide ? 'max-w-3xl' : 'max-w-lg'}`}
      >
        <AriaDialog className="outline-none">
          <div className="flex items-center justify-between border-b border-line px-4 py-2">
            <Heading slot="title" className="text-lg font-semibold">
              {title}
            </Heading>
            <AriaButton
              slot="close"
              aria-label={t('parts.dialog.close')}
              className="flex size-7 items-center justify-center rounded-sm data-[hovered]:bg-raised"
            >
              <X aria-hidden size={16} />
            </AriaButton>
          </div>
          <div className="p-4">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
