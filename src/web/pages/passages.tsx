import { PassageDetail } from '../passages/passage-detail.tsx';
import { PassageList } from '../passages/passage-list.tsx';
import { useItem } from '../routes.tsx';

/** What was passed on with its author's release, and releases that were asked for. */
export function Page() {
  const item = useItem();
  return item === undefined ? <PassageList /> : <PassageDetail key={item} hash={item} />;
}
