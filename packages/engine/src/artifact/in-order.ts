/**
 * Runs `work` over items as they come, at most `width` at a time, and gives the answers in the order of the items: the same run gives
 * the same output, and no more than `width` answers wait for an earlier one.
 */
export async function* inOrder<I, O>(
  items: AsyncIterable<I> | Iterable<I>,
  width: number,
  work: (item: I) => Promise<O>,
): AsyncGenerator<O, void> {
  const running: Promise<O>[] = []
  for await (const item of items) {
    const answer = work(item)
    // Whoever waits for an earlier answer hears of this failure when its turn comes.
    answer.catch(() => undefined)
    running.push(answer)
    if (running.length < width) continue
    const first = running.shift()
    if (first !== undefined) yield await first
  }
  for (const answer of running) yield await answer
}
