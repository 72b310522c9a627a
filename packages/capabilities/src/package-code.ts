import type { Stage, Unanalysed } from '@cordon/model'
import type { Action } from './action.ts'

/** What a file is for. Tests, documentation and vendored copies weigh less; nothing is left out for its place alone. */
export type FileRole = 'setup' | 'backend' | 'start' | 'init' | 'main' | 'module' | 'test' | 'documentation' | 'example'

/** One Python file of a package. */
export interface CodeFile {
  readonly path: string
  readonly role: FileRole
  /** When its top level runs. */
  readonly stage: Stage
  readonly actions: readonly Action[]
  /** What its text as a whole looks like, and names. */
  readonly traits: readonly Trait[]
}

/** Something about a text as a whole: code pushed far to the right, a long encoded literal, words of a kind. */
export interface Trait {
  readonly id: string
  readonly line: number
  readonly evidence: string
}

/** All that is known of a package's code. */
export interface PackageCode {
  /** PEP 503 name; null when the archive does not tell. */
  readonly name: string | null
  readonly files: readonly CodeFile[]
  /** The actions of all files. */
  readonly actions: readonly Action[]
  readonly unanalysed: readonly Unanalysed[]
}
