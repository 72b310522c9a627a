import { isUnasked, type Sighting } from '@cordon/model'
import counted from './prevalence.json' with { type: 'json' }

/** How many of the popular packages that were looked at show something. */
export interface Prevalence {
  readonly packages: number
  readonly of: number
}

interface Counted {
  /** Projects whose wheels were looked at, and those whose build scripts were. */
  readonly of: number
  readonly scripts: number
  readonly packages: Readonly<Record<string, number>>
  /** The same by grade, of wheels and of build scripts. */
  readonly grades: Readonly<Record<string, readonly [wheels: number, scripts: number]>>
}

const table: Counted = counted as unknown as Counted

/** How many popular packages show a behaviour, by its id: `source/exec-of-decoded`. Counted by `bench/malware/train.ts`; null when nothing was counted. */
export function prevalenceOf(id: string): Prevalence | null {
  if (table.of === 0) return null
  return { packages: Object.hasOwn(table.packages, id) ? (table.packages[id] ?? 0) : 0, of: table.of }
}

/** What a sighting is counted under: when it runs and how sure it is make a difference. */
export function gradeOf({ id, stage, confidence }: Pick<Sighting, 'id' | 'stage' | 'confidence'>): string {
  return `${id.replace(/^source\//, '')}@${isUnasked(stage) ? 'unasked' : stage}:${confidence}`
}

/** Shares of popular projects up to which a grade is rare, in wheels and in build scripts. The scripts that were looked at are chosen for being hard. */
export const rareAmong = { wheels: 0.003, scripts: 0.08 } as const

/** Whether hardly any popular project shows a grade, in its wheels or its build script. Nothing is rare before anything was counted. */
export function isRare(grade: string): boolean {
  if (table.of === 0) return false
  const [wheels, scripts] = Object.hasOwn(table.grades, grade) ? (table.grades[grade] ?? [0, 0]) : [0, 0]
  return wheels <= rareAmong.wheels * table.of && scripts <= rareAmong.scripts * table.scripts
}
