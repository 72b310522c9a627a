/** Refs that are taken, with the number to try next for each that was wished twice. */
export type TakenRefs = Map<string, number>

/** The text itself, or with the first number behind it that makes it unique; it is then taken. */
export function freeRef(base: string, taken: TakenRefs): string {
  let ref = base
  let count = taken.get(base) ?? 1
  while (taken.has(ref)) {
    count += 1
    ref = `${base}#${count}`
  }
  taken.set(base, count)
  taken.set(ref, taken.get(ref) ?? 1)
  return ref
}
