import { analysePackage, type Entry } from '@cordon/python'
import { describePackage, type PackageCode } from '../../src/index.ts'

const encoder = new TextEncoder()

/** What one file does when it is imported. */
export function codeOf(source: string, path = 'toy/__init__.py'): PackageCode {
  const entries: readonly Entry[] = [{ path, stage: 'import', symbol: null }]
  return describePackage({ name: 'toy', events: analysePackage([{ path, bytes: encoder.encode(source) }], entries) })
}

/** The only action of a kind. */
export function only(code: PackageCode, kind: string) {
  const found = code.actions.filter((action) => action.kind === kind)
  const [first] = found
  if (first === undefined || found.length > 1) throw new Error(`${found.length} actions of kind ${kind}`)
  return first
}
