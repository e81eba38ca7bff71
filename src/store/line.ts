/** Does jobs one after the other, in the order in which they were given; a failed one stops none. */
export type Line = <T>(job: () => Promise<T>) => Promise<T>;

/** An empty line. */
export function openLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const turn = last.then(job, job);
    last = turn.catch(() => undefined);
    return turn;
  };
}
