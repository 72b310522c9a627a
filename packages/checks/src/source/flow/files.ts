import { type Action, type CodeFile, isAside, type PackageCode } from '@cordon/capabilities'
import { isUnasked } from './when.ts'

/** The file of a path. */
export function fileOf(code: PackageCode, path: string): CodeFile | undefined {
  return code.files.find((file) => file.path === path)
}

/** Files of tests, documentation and examples: what they do is mostly for show. */
export function isForShow(file: CodeFile | undefined): boolean {
  return file !== undefined && isAside(file.role)
}

/** Happens without anybody calling for it. */
export function actsUnasked({ stage, isReached }: Pick<Action, 'stage' | 'isReached'>): boolean {
  return isReached && isUnasked(stage)
}
