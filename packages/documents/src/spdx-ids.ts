import type { Bom } from './bom.ts'

/** A bill whose refs are identifiers of SPDX (letters, digits, `.` and `-`), each of them unique. */
export function withSpdxIds(bom: Bom): Bom {
  const taken = new Map<string, number>([['DOCUMENT', 1]])
  const names = new Map(bom.components.map(({ ref }) => [ref, free(sanitized(ref), taken)]))
  const renamed = (ref: string): string => names.get(ref) ?? ref
  return {
    ...bom,
    subject: bom.subject === null ? null : renamed(bom.subject),
    components: bom.components.map((component) => ({
      ...component,
      ref: renamed(component.ref),
      within: component.within === null ? null : renamed(component.within),
    })),
    edges: bom.edges.map(({ from, to, kind }) => ({ from: renamed(from), to: renamed(to), kind })),
    annotations: bom.annotations.map((each) => ({
      ...each,
      subject: each.subject === null ? null : renamed(each.subject),
    })),
  }
}

function sanitized(ref: string): string {
  const plain = ref
    .replace(/^SPDXRef-/, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain === '' ? 'component' : plain
}

function free(base: string, taken: Map<string, number>): string {
  let id = base
  let count = taken.get(base) ?? 1
  while (taken.has(id)) {
    count += 1
    id = `${base}-${count}`
  }
  taken.set(base, count)
  taken.set(id, taken.get(id) ?? 1)
  return id
}

/** What a document is about, as SPDX has it: the subject, or whatever stands by itself and nothing needs. */
export function describedBy(bom: Bom): readonly string[] {
  if (bom.subject !== null) return [bom.subject]
  const outer = bom.components.filter(({ within }) => within === null).map(({ ref }) => ref)
  const needed = new Set(bom.edges.map(({ to }) => to))
  const roots = outer.filter((ref) => !needed.has(ref))
  return roots.length === 0 ? outer : roots
}

/** Phases as lines tell them: what is needed to build, and for nothing else, is no part of what is delivered. */
export function inferPhases(bom: Bom): Bom {
  const built = new Set(bom.edges.filter(({ kind }) => kind === 'build').map(({ to }) => to))
  const other = new Set(bom.edges.filter(({ kind }) => kind !== 'build').map(({ to }) => to))
  return {
    ...bom,
    components: bom.components.map((component) => {
      const { ref, within, phase } = component
      const isBuild = built.has(ref) && !other.has(ref) && within === null && ref !== bom.subject
      const inferred = isBuild ? 'build' : 'delivered'
      return phase === inferred ? component : { ...component, phase: inferred }
    }),
  }
}
