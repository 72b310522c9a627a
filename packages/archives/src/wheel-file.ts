import { parseHeaderBlock, type WheelFilename } from '@cordon/pypa'
import type { DistributionProblem, Layout } from './layout.ts'

/** The WHEEL file (binary distribution format). */
export interface WheelFile {
  readonly version: string | null
  readonly generator: string | null
  readonly isPurelib: boolean
  readonly tags: readonly string[]
  readonly build: string | null
}

export interface WheelFileInput {
  readonly layout: Layout
  readonly filename: WheelFilename | null
  /** Null when there is no WHEEL. */
  readonly text: string | null
}

export function readWheelFile(
  { layout, filename, text }: WheelFileInput,
  problems: DistributionProblem[],
): WheelFile | null {
  if (text === null) {
    if (layout.kind === 'wheel')
      problems.push({ code: 'NO_WHEEL_FILE', path: layout.infoFolder, detail: 'a wheel has WHEEL in its .dist-info' })
    return null
  }
  const { headers } = parseHeaderBlock(text)
  const values = (name: string): string[] =>
    headers.filter((header) => header.name.toLowerCase() === name).map((header) => header.value)
  const version = values('wheel-version')[0] ?? null
  if (version === null || !/^1\.\d+$/.test(version))
    problems.push({ code: 'WHEEL_FILE', path: layout.infoFolder, detail: `version ${version ?? 'is missing'}` })
  const tags = values('tag')
  const own = new Set(tags.flatMap((tag) => expandTag(tag)))
  const told = filename === null ? [] : expandTags(filename)
  const differs = told.length > 0 && (told.length !== own.size || !told.every((tag) => own.has(tag)))
  if (differs)
    problems.push({
      code: 'WHEEL_TAGS',
      path: layout.infoFolder,
      detail: `its tags are ${tags.slice(0, 5).join(', ')}`,
    })
  return {
    version,
    generator: values('generator')[0] ?? null,
    isPurelib: values('root-is-purelib')[0]?.toLowerCase() === 'true',
    tags,
    build: values('build')[0] ?? null,
  }
}

/** PEP 425: `py2.py3-none-any` stands for `py2-none-any` and `py3-none-any`. */
function expandTags({ python, abi, platform }: WheelFilename): readonly string[] {
  return expand(python, abi, platform)
}

/** WHEEL should hold plain tags; some tools write compressed sets there too. */
function expandTag(tag: string): readonly string[] {
  const [python = '', abi = '', platform = ''] = tag.slice(0, 1000).split('-')
  return expand(python.split('.'), abi.split('.'), platform.split('.'))
}

function expand(python: readonly string[], abi: readonly string[], platform: readonly string[]): readonly string[] {
  if (python.length * abi.length * platform.length > 1000) return []
  return python.flatMap((one) => abi.flatMap((two) => platform.map((three) => `${one}-${two}-${three}`)))
}
