import { Written } from '../parts/mono.tsx';

/** A reason in its giver's words, on a line of its own: run on, two directions would mix. */
export function Quoted({ children }: { readonly children: string }) {
  return (
    <span className="border-s-2 border-line ps-2">
      <Written>{children}</Written>
    </span>
  );
}
