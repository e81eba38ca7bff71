import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

/** A named part of a form that opens; closed, it says in one line what is in it. */
export function MorePart({
  title,
  summary,
  isWrong = false,
  children,
}: {
  readonly title: string;
  readonly summary: string;
  /** Something in it keeps the form from being sent: then it says so while it is closed too. */
  readonly isWrong?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Disclosure className="group border-b border-line">
      <Heading level={2}>
        <Button
          slot="trigger"
          className="flex min-h-9 w-full items-baseline gap-2 py-1 text-start data-[hovered]:bg-raised"
        >
          <ChevronRight
            aria-hidden
            size={15}
            className="shrink-0 translate-y-0.5 text-muted group-data-[expanded]:rotate-90 rtl:-scale-x-100 rtl:group-data-[expanded]:-rotate-90"
          />
          <span className="shrink-0 font-medium">{title}</span>
          <span
            className={`min-w-0 flex-1 truncate text-sm font-normal ${isWrong ? 'text-bad' : 'text-muted'}`}
          >
            {summary}
          </span>
        </Button>
      </Heading>
      <DisclosurePanel className="flex flex-col gap-3 group-data-[expanded]:pt-1 group-data-[expanded]:pb-4">
        {children}
      </DisclosurePanel>
    </Disclosure>
  );
}
