import type { MemberType } from './archive.ts'

/** One entry of a tar that is read as a stream. Names and links are hostile text. */
export interface StreamedMember {
  /** Relative, with `/`, without empty, `.` and `..` parts; `` is the root. Other than the path of a `Member` it is one of POSIX: a backslash is a letter. */
  readonly path: string
  readonly written: string
  readonly type: MemberType | 'folder'
  readonly mode: number
  /** Of the content as it will be given, holes filled; 0 for what has none. */
  readonly size: number
  /** Target of a link, as written; empty for anything else. */
  readonly link: string
  /** Where its content starts in the stream, and how many bytes it takes there. */
  readonly offset: number
  readonly packed: number
}

/** Takes the content of one entry. Pieces are views that hold only during the call. */
export interface ContentSink {
  write(piece: Buffer): void
  /** After the last piece. `isWhole` is false where the stream ended inside of the content. */
  end(isWhole: boolean): void
}

/** Called for each entry in the stream's order; gives who takes its content, or null to pass it by. */
export type TarVisitor = (member: StreamedMember) => ContentSink | null
