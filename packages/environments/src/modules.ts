import type { RecordFile } from '@cordon/pypa'

const moduleFile = /^([\p{L}\p{Nl}_][\p{L}\p{N}_]{0,200})(?:\.[\w-]{1,100})?\.(?:py|so|pyd)$/u
const packageName = /^[\p{L}\p{Nl}_][\p{L}\p{N}_]{0,200}$/u
const inPackage = /\.(?:py|so|pyd|pyi)$/
const mostModules = 2000

/** The module that a file at the top of a library folder is: `six.py`, `_cffi_backend.cpython-312-x86_64-linux-gnu.so`; null when it is none. */
export function moduleOfFile(name: string): string | null {
  return moduleFile.exec(name)?.[1] ?? null
}

/** Names of the top-level modules that a RECORD lists, sorted. */
export function modulesOfRecord(record: RecordFile): readonly string[] {
  const modules = new Set<string>()
  for (const { path } of record.entries) {
    if (modules.size >= mostModules) break
    const slash = path.indexOf('/')
    const module = slash < 0 ? moduleOfFile(path) : packageOf(path, slash)
    if (module !== null) modules.add(module)
  }
  return [...modules].sort()
}

function packageOf(path: string, slash: number): string | null {
  const top = path.slice(0, slash)
  return inPackage.test(path) && packageName.test(top) && top !== '__pycache__' ? top : null
}

/** `top_level.txt`: one name a line. */
export function modulesOfText(text: string): readonly string[] {
  const names = text
    .slice(0, 262_144)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replaceAll('/', '.').split('.')[0] ?? '')
    .filter((name) => packageName.test(name))
  return [...new Set(names)].sort().slice(0, mostModules)
}
