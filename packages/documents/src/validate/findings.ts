import { readPurl } from '@cordon/pypa'
import type { Bom, Component, Problem, ReadBom } from '../bom.ts'

export type BomFindingCode =
  | Problem['code']
  | 'EMPTY'
  | 'NO_PURL'
  | 'NO_SUBJECT'
  | 'NO_TIME'
  | 'NO_VERSION'
  | 'PURL_MISMATCH'
  | 'UNREACHED'

/** One thing that is wrong, or only weak, in a bill. */
export interface BomFinding {
  readonly level: 'error' | 'warning' | 'note'
  readonly code: BomFindingCode
  /** Ref of the component, or a place in the document. */
  readonly place: string
  readonly line: number
  readonly detail: string
}

const levels: Partial<Readonly<Record<Problem['code'], BomFinding['level']>>> = { NOT_HELD: 'note' }

/** What is wrong in a document: in how it is written, and in what it says. The gravest first. */
export function findingsOf({ bom, problems, lines }: ReadBom): readonly BomFinding[] {
  const found: BomFinding[] = problems.map(({ code, place, line, detail }) => ({
    level: levels[code] ?? 'error',
    code,
    place,
    line,
    detail,
  }))
  const tell = (level: BomFinding['level'], code: BomFindingCode, detail: string): void => {
    found.push({ level, code, place: 'document', line: 0, detail })
  }
  if (bom.components.length === 0) tell('error', 'EMPTY', 'there is no component')
  if (bom.subject === null) tell('warning', 'NO_SUBJECT', 'nothing says what the document is about')
  if (bom.created === null) tell('warning', 'NO_TIME', 'nothing says when it was written')
  const reached = reachedFrom(bom)
  for (const component of bom.components)
    for (const { level, code, detail } of ofComponent(component, bom, reached))
      found.push({ level, code, place: component.ref, line: lines.get(component.ref) ?? 0, detail })
  const order = { error: 0, warning: 1, note: 2 }
  return found.sort((a, b) => order[a.level] - order[b.level])
}

type Told = Pick<BomFinding, 'level' | 'code' | 'detail'>

function ofComponent(component: Component, bom: Bom, reached: ReadonlySet<string> | null): readonly Told[] {
  const found: Told[] = []
  const isSubject = component.ref === bom.subject
  if (component.version === null && component.type !== 'file')
    found.push({
      level: 'warning',
      code: 'NO_VERSION',
      detail: 'it has no version: nobody can tell whether it is affected',
    })
  const purl = readPurl(component.purl)
  if (component.purl === null && !isSubject && (component.type === 'library' || component.type === 'framework'))
    found.push({ level: 'warning', code: 'NO_PURL', detail: 'no package URL says which package it is' })
  if (purl !== null && component.version !== null && purl.version !== null && purl.version !== component.version)
    found.push({
      level: 'error',
      code: 'PURL_MISMATCH',
      detail: `its version is ${component.version}, and its package URL says ${purl.version}`,
    })
  if (reached !== null && component.phase === 'delivered' && !reached.has(component.ref))
    found.push({ level: 'warning', code: 'UNREACHED', detail: 'nothing that the subject needs leads to it' })
  return found
}

/** Everything that the subject needs or holds; null where the document draws no lines. */
function reachedFrom(bom: Bom): ReadonlySet<string> | null {
  if (bom.subject === null || bom.edges.length === 0) return null
  const next = new Map<string, string[]>()
  const lead = (from: string, to: string): void => {
    const list = next.get(from)
    if (list === undefined) next.set(from, [to])
    else list.push(to)
  }
  for (const { from, to } of bom.edges) lead(from, to)
  for (const { ref, within } of bom.components) if (within !== null) lead(within, ref)
  const reached = new Set([bom.subject])
  const open = [bom.subject]
  for (let ref = open.pop(); ref !== undefined; ref = open.pop())
    for (const to of next.get(ref) ?? [])
      if (!reached.has(to)) {
        reached.add(to)
        open.push(to)
      }
  return reached
}
