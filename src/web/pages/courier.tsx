import { useQuery } from '@tanstack/react-query';

import { CardsPanel } from '../courier/cards-panel.tsx';
import { courierQuery } from '../courier/courier-queries.ts';
import { OpenPanel } from '../courier/open-panel.tsx';
import { PackPanel } from '../courier/pack-panel.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Sheet } from '../parts/panel.tsx';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';

/** What is carried by hand where there is no link: packed here, opened here. */
export function Page() {
  const { t } = useWords();
  const courier = useQuery(courierQuery);
  return (
    <Sheet title={t('courier.page.title')} actions={<PageTabs of="centre" here="courier" />}>
      <FaultNotice fault={courier.error} />
      {courier.data ? (
        <>
          <PackPanel courier={courier.data} />
          <OpenPanel />
          <CardsPanel courier={courier.data} />
        </>
      ) : null}
    </Sheet>
  );
}
