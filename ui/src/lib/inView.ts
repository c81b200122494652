// Long lists of rows of one height, of which only those in view are drawn.

/** The rows from `first` up to `last` with their places. The row at `at` has the focus and is always there,
 * or a reader of the screen would lose it. */
export function inView<Row>(rows: Row[], first: number, last: number, at: number): { row: Row; place: number }[] {
  const seen = rows.slice(first, last).map((row, i) => ({ row, place: first + i }));
  const current = rows[at];
  if (current !== undefined && (at < first || at >= last)) seen.push({ row: current, place: at });
  return seen;
}
