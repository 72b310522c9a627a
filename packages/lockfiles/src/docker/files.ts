import { joinPath } from '../commands/path.ts'

interface Copy {
  /** Paths in the build context; null for what comes from elsewhere. */
  readonly sources: readonly string[] | null
  readonly target: string
  /** True when the target is a folder for sure. */
  readonly isFolder: boolean
}

/** Which files of an image under construction come from the build context, and from where there. */
export class ImageFiles {
  private readonly copies: Copy[]
  private readonly below: ImageFiles | null

  constructor(below: ImageFiles | null = null) {
    this.below = below
    this.copies = []
  }

  /** `COPY sources… target`: paths of the context, and an absolute path of the image. */
  copy(sources: readonly string[] | null, target: string, isFolder: boolean): void {
    if (this.copies.length < mostCopies) this.copies.push({ sources, target: trim(target), isFolder })
  }

  /** The context's path of a file of the image; null when it is not from there, or not known to be. */
  sourceOf(path: string): string | null {
    const latest = [...this.copies].reverse()
    // A file that is named wins over a folder that may hold one of that name, even when the folder is copied later.
    for (const read of [namedBy, heldBy]) {
      for (const copy of latest) {
        const found = read(copy, trim(path))
        if (found !== undefined) return found
      }
    }
    return this.below?.sourceOf(path) ?? null
  }

  /** True for a folder of the image that holds something of the context. */
  holds(path: string): boolean {
    const folder = trim(path)
    const inside = (copy: Copy): boolean =>
      copy.sources !== null && (copy.target === folder || copy.target.startsWith(`${folder}/`))
    return this.copies.some(inside) || this.sourceOf(path) !== null || (this.below?.holds(path) ?? false)
  }
}

const mostCopies = 200

function trim(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** What lies below the target: `b/c` for `/a/b/c` and the target `/a`; null when the path is not there. */
function belowTarget(copy: Copy, path: string): string | null {
  if (copy.target === '/') return path.slice(1)
  return path.startsWith(`${copy.target}/`) ? path.slice(copy.target.length + 1) : null
}

/** The source that a copy names for this file; undefined when it names none. */
function namedBy(copy: Copy, path: string): string | null | undefined {
  const below = belowTarget(copy, path)
  if (copy.sources === null) return path === copy.target || below !== null ? null : undefined
  const [only, ...more] = copy.sources
  if (path === copy.target && more.length === 0 && !copy.isFolder) return only
  if (below === null) return undefined
  const exact = copy.sources.find((source) => baseName(source) === below)
  if (exact !== undefined) return exact
  const pattern = copy.sources.find((source) => matchesGlob(baseName(source), below))
  if (pattern !== undefined) return `${pattern.slice(0, pattern.length - baseName(pattern).length)}${below}`
  return undefined
}

/** The file in a folder that is copied by what it holds. A name with an ending is a file, for all that can be told. */
function heldBy(copy: Copy, path: string): string | undefined {
  const below = belowTarget(copy, path)
  const holder = copy.sources?.find((source) => !/[^/.]\.[A-Za-z0-9]+$/.test(source) && !source.includes('*'))
  if (holder === undefined) return undefined
  if (path === copy.target) return holder
  return below === null ? undefined : (joinPath(holder === '.' ? '' : trim(holder), below) ?? undefined)
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** A pattern with `*` in it against a file name. */
function matchesGlob(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0 || name.includes('/')) return false
  const before = pattern.slice(0, star)
  const after = pattern.slice(pattern.lastIndexOf('*') + 1)
  return name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after)
}
