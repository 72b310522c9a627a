import type { Collector } from '../commands/collector.ts'
import { Scope, type ShellWord } from '../commands/environment.ts'
import { readWords } from '../commands/script.ts'
import { isTable, parseToml, readArray, readTable, readValue, type TomlDocument, type TomlPath } from '../toml.ts'
import { type ToxLine, ToxReader } from './tox.ts'

const deepest = 5
const mostValues = 100_000

/** The file, and how many more of its values may be looked at: references repeat them without end. */
interface Source {
  readonly document: TomlDocument
  budget: number
}

/** Reads tox's own TOML form (`tox.toml`); throws `LockfileError` where it is no TOML. */
export function readToxToml(text: string, collector: Collector): void {
  const document = parseToml(text, collector.path)
  const source: Source = { document, budget: mostValues }
  const reader = new ToxReader(collector, () => [])
  reader.readDependencies(texts(source, ['requires'], 0), null)
  const environments: readonly TomlPath[] = [
    ['env_run_base'],
    ['env_pkg_base'],
    ...Object.keys(readTable(document.root, 'env') ?? {}).map((name) => ['env', name]),
    ...Object.keys(readTable(document.root, 'env_base') ?? {}).map((name) => ['env_base', name]),
  ]
  for (const path of environments) readEnvironment(source, path, { reader, collector })
  if (source.budget < 0) collector.addTooMany()
}

function readEnvironment(
  source: Source,
  path: TomlPath,
  { reader, collector }: { readonly reader: ToxReader; readonly collector: Collector },
): void {
  const { document } = source
  const table = at(document, path)
  if (!isTable(table)) return
  const name = String(path.at(-1))
  reader.readDependencies(texts(source, [...path, 'deps'], 0), name)
  const variables = new Scope()
  for (const [key, value] of Object.entries(readTable(table, 'set_env') ?? {})) {
    const line = document.lineOf([...path, 'set_env', key])
    variables.bind(key, typeof value === 'string' && !value.includes('{') ? value : null, line, String(value))
  }
  for (const key of ['commands_pre', 'commands', 'commands_post']) {
    for (const index of readArray(table, key).keys()) {
      const words = texts(source, [...path, key, index], 0).map(wordOf)
      const scopes = [{ kind: 'group', name } as const]
      readWords(words, variables, { collector, scopes })
    }
  }
}

function wordOf({ text, line }: ToxLine): ShellWord {
  const own = text.replace(/\{(?:tox_root|toxinidir)\}/g, '.').replaceAll('{/}', '/')
  return { text: own, raw: text, line, dynamic: /\{[^{}]*\}/.exec(own)?.[0] ?? null }
}

/** The texts of a list, `{ replace = "ref", of = […] }` looked up; what a run decides (`posargs`, `env`) gives its default. */
function texts(source: Source, path: TomlPath, depth: number): readonly ToxLine[] {
  const { document } = source
  source.budget -= 1
  if (source.budget < 0) return []
  const value = at(document, path)
  if (typeof value === 'string') return value.split('\n').map((text) => ({ text, line: document.lineOf(path) }))
  if (depth > deepest) return []
  if (Array.isArray(value)) return value.flatMap((_, index) => texts(source, [...path, index], depth + 1))
  if (!isTable(value)) return []
  if (readValue(value, 'replace') === 'ref') {
    const of = readArray(value, 'of').filter((key) => typeof key === 'string' || typeof key === 'number')
    return texts(source, of, depth + 1)
  }
  return texts(source, [...path, 'default'], depth + 1)
}

function at(document: TomlDocument, path: TomlPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined
    return isTable(value) ? readValue(value, String(key)) : undefined
  }, document.root)
}
