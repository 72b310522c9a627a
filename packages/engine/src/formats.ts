import { documentFormats } from '@cordon/documents'
import { type LockfileFormat, lockfileFormats } from '@cordon/lockfiles'

/** Every format that is read: files that install, and documents that say what is there. */
export const formats: readonly LockfileFormat[] = [...lockfileFormats, ...documentFormats]

/** Files that people take for dependency files and that Cordon does not read: said with the reason, never passed over. */
const unsupported: readonly { readonly name: RegExp; readonly reason: string }[] = [
  {
    name: /^conda-(?:linux|osx|win)-[\w-]+\.lock$/,
    reason: 'an explicit conda lock; scan the environment.yml or conda-lock.yml it was made from',
  },
  {
    name: /^buildout\.cfg$/,
    reason: 'zc.buildout is not read; export its pins with `buildout annotate` to a requirements file',
  },
  { name: /^(?:meta|recipe)\.ya?ml$/, reason: '' },
  { name: /^poetry\.lock\.(?:bak|orig|old)$/, reason: '' },
]

/** Why a file of this name is not read although it may say what gets installed; null when nothing needs to be said. */
export function unsupportedFormatOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const reason = unsupported.find((each) => each.name.test(name))?.reason ?? ''
  return reason === '' ? null : reason
}

/**
 * The format that reads this path, or null. `saleor.uv.lock` and `dev.pylock.toml` are read as what follows the first
 * dots, as people name copies of locks. A file that the person named and that ends in `.txt` or `.in` is a requirements file; one that
 * ends in `.json` or `.xml` is a document.
 */
export function formatOf(path: string, options: { readonly named: boolean }): LockfileFormat | null {
  const direct = formats.find((format) => format.matches(path))
  if (direct !== undefined && (direct.marks === undefined || !options.named)) return direct
  const slash = path.lastIndexOf('/') + 1
  for (let dot = path.indexOf('.', slash + 1); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const rest = path.slice(0, slash) + path.slice(dot + 1)
    const copy = formats.find((format) => format.role === 'lock' && format.matches(rest))
    if (copy !== undefined) return copy
  }
  if (options.named && /\.(?:txt|in|pip)$/i.test(path))
    return formats.find((format) => format.id === 'requirements') ?? null
  // What kind of document it is, its text tells.
  if (direct === undefined && options.named && /\.(?:json|jsonld|xml)$/i.test(path)) return documentFormats[0] ?? null
  return direct ?? null
}
