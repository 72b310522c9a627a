import { Scope } from '../commands/environment.ts'
import { joinPath } from '../commands/path.ts'
import { ImageFiles } from './files.ts'

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

  constructor(base: Stage | null) {
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
