import type { Report } from '../../accord/knowledge/schema.ts';
import type { Book } from '../drafts.ts';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { ChoiceTiles } from '../parts/choice-tiles.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { useDistance } from './facts.tsx';
import { Faulty } from './faulty.tsx';
import type { ReleaseDraft, ReleaseFault } from './release-draft.ts';

interface Parts {
  readonly report: Report;
  readonly draft: ReleaseDraft;
  readonly book: Book<ReleaseDraft>;
}

/** How coarse: the words, the place, the time, and what else goes. */
export function CoarserParts({
  report,
  draft,
  book,
  faultOf,
}: Parts & { readonly faultOf: (...kinds: ReleaseFault[]) => string | undefined }) {
  const { t } = useWords();
  const distance = useDistance();
  const cells = (['1000', '10000', '100000'] as const).map((id) => ({
    id,
    text: t('widen.place.cell', { distance: distance(Number(id)) }),
  }));
  return (
    <>
      <Field
        label={t('reports.part.title')}
        value={draft.title}
        onChange={(title) => book.write({ title })}
        hint={t('widen.title-hint')}
        fault={faultOf('title')}
      />
      <Field
        label={t('reports.part.text')}
        value={draft.text}
        onChange={(text) => book.write({ text })}
        rows={3}
        hint={t('widen.text-hint')}
      />
      <Faulty fault={faultOf('place')}>
        <ChoiceTiles
          isNeeded
          label={t('reports.part.where')}
          value={draft.place}
          onChange={(place) => book.write({ place })}
          choices={[...cells, { id: 'as-known' as const, text: t('widen.as-known') }]}
        />
      </Faulty>
      <Field
        label={t('reports.place.label')}
        value={draft.label}
        onChange={(label) => book.write({ label })}
        hint={t('widen.label-hint')}
      />
      {draft.label.trim() === '' || draft.place === 'as-known' ? null : (
        <Checkbox
          isSelected={draft.isDistrict}
          onChange={(isDistrict) => book.write({ isDistrict })}
        >
          {t('widen.district')}
        </Checkbox>
      )}
      <Faulty fault={faultOf('when')}>
        <ChoiceTiles
          isNeeded
          label={t('reports.part.when')}
          value={draft.when}
          onChange={(when) => book.write({ when })}
          choices={(['hour', 'day', 'as-known'] as const).map((id) => ({
            id,
            text: id === 'as-known' ? t('widen.as-known') : t(`form.when.${id}`),
          }))}
        />
      </Faulty>
      <AlsoTicks report={report} draft={draft} book={book} />
    </>
  );
}

function AlsoTicks({ report, draft, book }: Parts) {
  const { t, language } = useWords();
  const claims = report.claims ?? [];
  return (
    <>
      {report.details === undefined ? null : (
        <Checkbox isSelected={draft.details} onChange={(details) => book.write({ details })}>
          {t('widen.details')}
        </Checkbox>
      )}
      {report.grade === undefined ? null : (
        <Checkbox isSelected={draft.grade} onChange={(grade) => book.write({ grade })}>
          {t('widen.grade')}
        </Checkbox>
      )}
      {claims.length === 0 ? null : (
        <CheckboxGroup
          label={t('widen.claims')}
          value={draft.claims.map(String)}
          onChange={(chosen) => book.write({ claims: chosen.map(Number) })}
        >
          {claims.map(({ words }, i) => (
            // A claim's name is its number.
            // oxlint-disable-next-line react/no-array-index-key
            <Checkbox key={i} value={String(i + 1)}>
              {formatNumber(i + 1, language)} <Written lang={report.language}>{words}</Written>
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
    </>
  );
}

/** Which attachments go: none by itself. */
export function FileTicks({ report, draft, book }: Parts) {
  const { t } = useWords();
  const files = report.attachments ?? [];
  if (files.length === 0) return null;
  return (
    <CheckboxGroup
      label={t('widen.files')}
      value={draft.files}
      onChange={(chosen) => book.write({ files: chosen })}
    >
      {files.map(({ sha256, name }) => (
        <Checkbox key={sha256} value={sha256}>
          <bdi>{name}</bdi>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
