import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = {
  plain: { Icon: Info, shape: 'border-line bg-raised' },
  need: { Icon: TriangleAlert, shape: 'border-need bg-need-bg' },
  bad: { Icon: CircleAlert, shape: 'border-bad bg-panel' },
  ok: { Icon: CircleCheck, shape: 'border-ok bg-panel' },
} as const;

const INK = { plain: 'text-muted', need: 'text-need', bad: 'text-bad', ok: 'text-ok' } as const;

/** Something to know, in its place on the page: `need` waits for you, `bad` went wrong, `ok` held. */
export function Notice({
  tone = 'plain',
  title,
  children,
}: {
  readonly tone?: keyof typeof TONES;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { Icon, shape } = TONES[tone];
  return (
    <div
      className={`flex gap-2.5 rounded-md border px-3 py-2 ${shape}`}
      role={tone === 'bad' ? 'alert' : undefined}
    >
      <Icon aria-hidden size={18} className={`mt-0.5 shrink-0 ${INK[tone]}`} />
      <div className="min-w-0 flex-1">
        {title === undefined ? null : <p className={`font-semibold ${INK[tone]}`}>{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** What stands where a list would: what it means and, if given, what to do. */
export function Empty({
  children,
  action,
}: {
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-start gap-2 px-3 py-4 text-muted">
      <p>{children}</p>
      {action}
    </div>
  );
}
