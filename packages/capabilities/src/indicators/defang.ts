const longest = 240

/**
 * A text for evidence: one line, addresses that no program follows (`hxxps[://]host[.]tld`), control and direction characters made visible,
 * cut to `length` characters with the number of those left out.
 */
export function defang(text: string, length = longest): string {
  // Cutting early bounds the work on hostile text; what is left out is counted from the whole.
  const head = text.slice(0, length * 2)
  const visible = defangAddresses(head.replace(/[ \t]*[\r\n]+[ \t]*/g, ' ⏎ ').replace(/[ \t]{4,}/g, ' … '))
  const shown = makeVisible(visible)
  if (shown.length <= length && head.length === text.length) return shown
  const left = text.length - Math.min(text.length, length)
  const cut = shown.slice(0, length).replace(/[\ud800-\udbff]$/, '')
  return left > 0 ? `${cut}… (${left} more)` : `${cut}…`
}

function defangAddresses(text: string): string {
  return text
    .replace(/\b(h)tt(ps?):\/\//gi, '$1xx$2[://]')
    .replace(/\b(ftp|wss?|tcp|file):\/\//gi, '$1[://]')
    .replace(/(?<=\[:\/\/\])[^\s/"'?#]{1,255}/g, (host) => host.replaceAll('.', '[.]'))
    .replace(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g, (address) => address.replaceAll('.', '[.]'))
    .replace(
      /\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:com|net|org|io|gg|me|ru|cn|xyz|top|site|app|dev|live|invalid)\b/gi,
      (host) => host.replaceAll('.', '[.]'),
    )
}

/** Control characters, marks of direction and characters without width as `\u{…}`. */
function makeVisible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
