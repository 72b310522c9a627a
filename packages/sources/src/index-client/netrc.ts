/** Credentials for a host, as curl, pip and git read them from `~/.netrc`. */
export interface Credentials {
  readonly login: string
  readonly password: string
}

const longestNetrc = 1024 * 1024

/** Finds a host's credentials in the text of a netrc file; `default` is for every host that is not named. Null when there are none. */
export function credentialsIn(text: string, host: string): Credentials | null {
  if (text.length > longestNetrc) return null
  const words = wordsOf(text)
  let fallback: Credentials | null = null
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? ''
    if (word !== 'machine' && word !== 'default') {
      at += 1
      continue
    }
    const name = word === 'machine' ? (words[at + 1] ?? '') : null
    const { entry, next } = readEntry(words, at + (name === null ? 1 : 2))
    at = next
    if (name === host && entry !== null) return entry
    if (name === null) fallback ??= entry
  }
  return fallback
}

function readEntry(
  words: readonly string[],
  start: number,
): { readonly entry: Credentials | null; readonly next: number } {
  let login: string | null = null
  let password: string | null = null
  let at = start
  for (; at < words.length; at += 2) {
    const word = words[at] ?? ''
    const value = words[at + 1] ?? ''
    if (word === 'login') login = value
    else if (word === 'password') password = value
    else if (word !== 'account') break
  }
  return { entry: login === null || password === null ? null : { login, password }, next: at }
}

/** Words between blanks, with comments, quotes and macro definitions taken out. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  let isMacro = false
  for (const line of text.split(/\r?\n/)) {
    if (isMacro) {
      isMacro = line.trim() !== ''
      continue
    }
    for (const match of line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)) {
      const word = match[2] ?? (match[1] ?? '').replace(/\\(.)/g, '$1')
      if (word.startsWith('#') && words.at(-1) !== 'password') break
      if (word === 'macdef') {
        isMacro = true
        break
      }
      words.push(word)
    }
  }
  return words
}
