import { evaluate, parse } from '@cordon/python'
import { describePackage, type PackageCode, type StagedEvent } from '../../src/index.ts'

const encoder = new TextEncoder()

/** What one file does when it is imported. */
export function codeOf(source: string, path = 'toy/__init__.py'): PackageCode {
  const events: StagedEvent[] = evaluate(parse(encoder.encode(source))).events.map((event) => {
    const kind = 'root' in event ? event.root.kind : 'module'
    return { event, stage: kind === 'unreached' ? 'unreached' : kind === 'function' ? 'call' : 'import' }
  })
  return describePackage({
    name: 'toy',
    events: { files: [{ path, stage: 'import', isFiltered: false, events, problems: [] }] },
  })
}

/** The only action of a kind. */
export function only(code: PackageCode, kind: string) {
  const found = code.actions.filter((action) => action.kind === kind)
  const [first] = found
  if (first === undefined || found.length > 1) throw new Error(`${found.length} actions of kind ${kind}`)
  return first
}
