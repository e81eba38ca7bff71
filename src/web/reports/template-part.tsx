import { X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';

import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { useWords } from '../words/words.ts';
import { useDraft } from './draft.ts';
import {
  TEMPLATE_NAME_UNITS_MAX,
  TEMPLATES_MAX,
  templateOf,
  useReportDesk,
  withTemplate,
} from './report-desk.ts';

/** The desk's templates: a press fills the form in, a cross throws the template away. */
export function TemplateChoice() {
  const { t } = useWords();
  const { book } = useDraft();
  const { desk, desks } = useReportDesk();
  if (desk.templates.length === 0) return null;
  return (
    <section className="flex flex-col gap-1" aria-label={t('form.template.begin')}>
      <h2 className="text-sm font-medium">{t('form.template.begin')}</h2>
      <ul className="flex flex-wrap gap-1">
        {desk.templates.map(({ name, draft }) => (
          <li key={name} className="flex">
            <Button
              className="min-h-11 rounded-e-none md:min-h-8"
              onPress={() => book.write(draft)}
            >
              <bdi>{name}</bdi>
            </Button>
            <AriaButton
              aria-label={t('form.template.remove', { name })}
              onPress={() =>
                desks.write({ templates: desk.templates.filter((each) => each.name !== name) })
              }
              className="flex min-w-8 items-center justify-center rounded-e-sm border border-s-0 border-strong-line data-[hovered]:bg-raised"
            >
              <X aria-hidden size={13} />
            </AriaButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Keeps what was written as a template of this desk. */
export function TemplateSaver() {
  const { t } = useWords();
  const { draft } = useDraft();
  const { desk, desks } = useReportDesk();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const next = withTemplate(desk.templates, templateOf(name, draft));
  const save = () => {
    if (name.trim() === '' || !next) return;
    desks.write({ templates: next });
    setOpen(false);
    setName('');
  };
  return (
    <>
      <Button tone="quiet" onPress={() => setOpen(true)}>
        {t('form.template.save')}
      </Button>
      <Dialog title={t('form.template.save')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field
            autoFocus
            label={t('form.template.name')}
            value={name}
            onChange={setName}
            maxLength={TEMPLATE_NAME_UNITS_MAX}
            hint={t('form.template.what')}
            fault={next ? undefined : t('form.template.full', { count: TEMPLATES_MAX })}
          />
          <Button type="submit" tone="main" isDisabled={name.trim() === '' || !next}>
            {t('form.template.keep')}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
