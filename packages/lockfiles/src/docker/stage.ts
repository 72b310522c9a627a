import { Scope } from '../commands/environment.ts'
import { joinPath } from '../commands/path.ts'
import { ImageFiles } from './files.ts'

const deepest = 50

/** What is known inside one build stage. */
export class Stage {
  /** `ENV` of this stage and of the stages it is made from. */
  readonly kept: Scope
  /** `ARG` too. */
  readonly scope: Scope
  readonly files: ImageFiles
  /** Requirements files that a heredoc writes: read where they are written. */
  readonly written = new Set<string>()
  /** `WORKDIR`; null when it is not a literal. */
  directory: string | null
  shell: readonly string[] = []
  private readonly depth: number

  constructor(origin: Stage | null) {
    // Lookups go down the chain of stages; a Dockerfile with a longer one has no other aim than that.
    const base = origin !== null && origin.depth < deepest ? origin : null
    this.depth = base === null ? 0 : base.depth + 1
    this.kept = new Scope(base?.kept ?? null)
    this.scope = new Scope(this.kept)
    this.files = new ImageFiles(base?.files ?? null)
    this.directory = base === null ? '/' : base.directory
  }

  /** An absolute path of the image; null when it is not known. */
  resolve(path: string, directory: string | null = ''): string | null {
    const from = directory === null || this.directory === null ? null : joinPath(this.directory, directory)
    return joinPath(from, path)
  }
}
