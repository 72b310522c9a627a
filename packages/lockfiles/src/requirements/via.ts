import type { Dependency, Edge, Origin } from '@cordon/model'
import { type PackageName, parseName } from '@cordon/pypa'
import { edgeOf } from '../builder.ts'

/** Where a compiled line says it came from (`# via …` of pip-compile and uv, `# from …` of uv). */
export interface Annotation {
  /** One of the project's own files asks for it. */
  direct: boolean
  /** A source that is neither a file nor a package was named, so that nothing follows from `direct` being false. */
  unclear: boolean
  readonly parents: PackageName[]
  /** The index it was found on. */
  index: string | null
}

const oneSource = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[^\]]*\])?(\s+\(.*\))?$/
const mostEdges = 250_000

/**
 * Reads the comments that belong to one requirement, in order. Both forms are known: `# via a, -r b.in` on one line, and
 * `# via` followed by one indented source on each line.
 */
export class AnnotationReader {
  private current: Annotation | null = null
  private listing = false

  /** A new requirement begins: comments belong to it from now on. */
  begin(): void {
    this.current = null
    this.listing = false
  }

  /** Takes a comment from its `#`; returns the annotation when this comment begins one. */
  read(comment: string): Annotation | null {
    const body = comment.slice(1).trim()
    if (body === 'via' || body.startsWith('via ')) {
      const fresh = this.current === null
      this.current ??= { direct: false, unclear: false, parents: [], index: null }
      this.listing = body === 'via'
      if (!this.listing) for (const source of body.slice(4).split(',')) addSource(this.current, source.trim())
      return fresh ? this.current : null
    }
    if (body.startsWith('from http')) {
      const fresh = this.current === null
      this.current ??= { direct: false, unclear: true, parents: [], index: null }
      this.current.index = body.slice(5).trim()
      this.listing = false
      return fresh ? this.current : null
    }
    // Sources are indented after the `#`, which sets them apart from a comment of the file's own.
    if (this.listing && this.current !== null && /^#\s{2,}\S/.test(comment)) addSource(this.current, body)
    else this.listing = false
    return null
  }
}

function addSource(annotation: Annotation, source: string): void {
  if (source === '') return
  if (/^-r\s|^--requirement[\s=]/.test(source)) {
    annotation.direct = true
    return
  }
  if (source.startsWith('-')) return
  const found = oneSource.exec(source)
  const name = found === null ? null : parseName(found[1] ?? '')
  if (name === null) annotation.unclear = true
  // `project (pyproject.toml)`: the project itself, and the file that asks.
  else if (found?.[2] !== undefined) annotation.direct = true
  else annotation.parents.push(name)
}

/** The default index, or the one that the annotation names. */
export function annotatedOrigin(annotation: Annotation, origin: Origin): Origin {
  return annotation.index !== null && origin.kind === 'index' ? { kind: 'index', url: annotation.index } : origin
}

/** True or false where the annotation settles it, else null. */
export function annotatedDirect(
  annotation: Annotation,
  known: ReadonlyMap<PackageName, readonly number[]>,
): boolean | null {
  if (annotation.direct) return true
  const settled = !annotation.unclear && annotation.parents.length > 0
  return settled && annotation.parents.every((name) => known.has(name)) ? false : null
}

/** Edges from each named parent to the dependency; `complete` is false where a bound cut them off. */
export function annotatedEdges(
  dependencies: readonly Dependency[],
  annotations: ReadonlyMap<number, Annotation>,
  known: ReadonlyMap<PackageName, readonly number[]>,
): { readonly edges: readonly Edge[]; readonly complete: boolean } {
  const edges: Edge[] = []
  for (const [to, annotation] of annotations) {
    if (dependencies[to] === undefined) continue
    for (const parent of new Set(annotation.parents)) {
      for (const from of known.get(parent) ?? []) {
        if (edges.length >= mostEdges) return { edges, complete: false }
        if (from !== to) edges.push(edgeOf(from, to))
      }
    }
  }
  return { edges, complete: true }
}
