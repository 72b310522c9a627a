import type { Arguments, Value } from '@cordon/python'
import { type Command, commandsOf, commandsOfWords } from './indicators/index.ts'

const mostPieces = 64
const longestLine = 60_000

/** Stands for a part of a command that is not known. */
export const unknownPart = '«?»'

/** The commands that a spawn starts: of a line, or of words. */
export function commandsOfSpawn(path: string, given: Arguments): readonly Command[] {
  const found: Command[] = []
  for (const value of commandValues(path, given)) found.push(...commandsOfValue(value))
  return found.slice(0, mostPieces)
}

/** What names the program: the first argument, and for functions that take words one by one, all of them. */
function commandValues(path: string, given: Arguments): readonly Value[] {
  const { positional, named } = given
  const first = positional[0] ?? named.get('args') ?? named.get('cmd') ?? named.get('command')
  const wordByWord =
    /create_subprocess_exec$|\.(?:spawn|exec)[lv]p?e?$|ShellExecute|CreateProcess|\.execute$|^sh\./.test(path) &&
    positional.length > 1
  if (!wordByWord) return first === undefined ? [] : [first]
  const words = positional.filter(
    (value) => value.kind === 'text' || value.kind === 'opaque' || value.kind === 'external',
  )
  const lists = positional.filter((value) => value.kind === 'list' || value.kind === 'tuple')
  return lists.length > 0 ? lists : [{ kind: 'list', items: [...words] }]
}

function commandsOfValue(value: Value): readonly Command[] {
  if (value.kind === 'choice') return value.options.slice(0, 4).flatMap(commandsOfValue)
  if (value.kind === 'list' || value.kind === 'tuple')
    return commandsOfWords(value.items.slice(0, mostPieces).map((item) => written(item, 0)))
  if (value.kind === 'opaque' && value.path === 'shlex.split()') return commandsOf(written(value.from[1] ?? value, 0))
  return commandsOf(written(value, 0))
}

const utf8 = new TextDecoder()

/** A value as it stands in a command line, with a mark for what is not known. */
function written(value: Value, depth: number): string {
  switch (value.kind) {
    case 'text':
      return value.value.slice(0, longestLine)
    case 'bytes':
      return utf8.decode(value.value.subarray(0, longestLine))
    case 'int':
      return value.value.toString().slice(0, longestNumber)
    case 'external':
      return value.path === 'sys.executable' ? 'python' : unknownPart
    case 'choice':
      return depth > deepest ? unknownPart : written(value.options[0] ?? value, depth + 1)
    case 'list':
    case 'tuple':
      return depth > deepest
        ? unknownPart
        : value.items
            .slice(0, mostPieces)
            .map((item) => written(item, depth + 1))
            .join(' ')
    case 'opaque':
      if (value.path !== '' || value.from.length === 0 || depth > deepest) return executable(value) ?? unknownPart
      return value.from
        .slice(0, mostPieces)
        .map((part) => written(part, depth + 1))
        .join('')
        .slice(0, longestLine)
    default:
      return unknownPart
  }
}

const deepest = 12
const longestNumber = 40

/** `sys.executable.replace("python", "pythonw")` and the like. */
function executable(value: Value & { kind: 'opaque' }): string | null {
  return value.path.startsWith('sys.executable') ? 'python' : null
}
