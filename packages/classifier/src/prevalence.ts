import counted from './prevalence.json' with { type: 'json' }

/** How many of the popular packages that were looked at show something. */
export interface Prevalence {
  readonly packages: number
  readonly of: number
}

const table: { readonly of: number; readonly packages: Readonly<Record<string, number>> } = counted

/** How many popular packages show a behaviour, by its id: `source/exec-of-decoded`. Counted by `bench/malware/train.ts`; null when nothing was counted. */
export function prevalenceOf(id: string): Prevalence | null {
  if (table.of === 0) return null
  return { packages: Object.hasOwn(table.packages, id) ? (table.packages[id] ?? 0) : 0, of: table.of }
}
