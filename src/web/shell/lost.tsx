import { GoLink } from '../parts/go-link.tsx';
import { Empty } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';

/** An address behind which nothing stands. */
export function Lost() {
  const { t } = useWords();
  return (
    <Empty action={<GoLink to="/">{t('shell.lost.home')}</GoLink>}>{t('shell.lost.text')}</Empty>
  );
}
