import { urlsOf } from '../url.ts'
import { fromBase64Text, fromEncodedCommand } from './decode.ts'

/** How PowerShell was called: what its options say, and the script that it is given. */
export interface PowerShellCall {
  readonly isHidden: boolean
  readonly isEncoded: boolean
  /** The script's text; null when a file is run, or nothing. */
  readonly script: string | null
  readonly file: string | null
}

/** Dashes that PowerShell takes for a hyphen. */
const optionStart = /^[-/\u2013\u2014\u2015]/

/** Reads the words after `powershell`. Options may be shortened as far as they stay unique. */
export function readPowerShellCall(words: readonly string[]): PowerShellCall {
  let isHidden = false
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const rest = words.slice(index + 1)
    const option = optionStart.test(word) ? word.slice(1).toLowerCase() : null
    if (option === null) return { isHidden, isEncoded: false, script: words.slice(index).join(' '), file: null }
    if (/^(?:e|ec|en[a-z]*)$/.test(option)) {
      const later = readPowerShellCall(words.slice(index + 2))
      return {
        isHidden: isHidden || later.isHidden,
        isEncoded: true,
        script: fromEncodedCommand(rest[0] ?? ''),
        file: null,
      }
    }
    if (/^f(?:i[a-z]*)?$/.test(option)) return { isHidden, isEncoded: false, script: null, file: rest[0] ?? null }
    if (/^c(?:o[a-z]*)?$/.test(option)) return { isHidden, isEncoded: false, script: rest.join(' '), file: null }
    if (/^w[a-z]*$/.test(option)) {
      isHidden ||= /^(?:h[a-z]*|1)$/i.test(rest[0] ?? '')
      index += 1
    } else if (/^(?:ex[a-z]*|ep|v[a-z]*|in[a-z]*|o[a-z]*|ps[a-z]*)$/.test(option)) index += 1
  }
  return { isHidden, isEncoded: false, script: null, file: null }
}

/** What a PowerShell script fetches and runs, by the commands it names. */
export interface PowerShellScript {
  readonly downloads: readonly string[]
  readonly runs: readonly string[]
  /** Texts within it that it decodes. */
  readonly encoded: readonly string[]
  readonly isHidden: boolean
}

export function readPowerShellScript(script: string): PowerShellScript {
  // A backtick before a letter changes nothing, and pieces of text are often added up: 'Down'+'loadString'.
  const plain = script
    .replace(/`(?=[A-Za-z])/g, '')
    .replace(/'\s*\+\s*'/g, '')
    .replace(/"\s*\+\s*"/g, '')
  const fetches =
    /download(?:string|file|data)|invoke-webrequest|invoke-restmethod|\b(?:iwr|irm|curl|wget)\b|bitstransfer|webclient|xmlhttp/i
  const runsText = /\biex\b|invoke-expression|scriptblock\]?::create|\binvoke\(\)|assembly\]?::load/i
  const starts = /(?:start-process|saps|invoke-item|\bstart|&)\s+(?:-filepath\s+)?["']?([^\s"';|)]{1,200})/gi
  const isFetching = fetches.test(plain)
  const runs = [...plain.matchAll(starts)].slice(0, 20).map((match) => match[1] ?? '')
  if (runsText.test(plain)) runs.push('-')
  return {
    downloads: isFetching ? urlsOf(plain) : [],
    runs,
    encoded: encodedTexts(plain),
    isHidden: /windowstyle\s+h|createnowindow|-w\s+h/i.test(plain),
  }
}

function encodedTexts(script: string): readonly string[] {
  const found: string[] = []
  for (const match of script.matchAll(/frombase64string\(\s*["']([A-Za-z0-9+/=\s]{8,60000})["']/gi)) {
    const decoded = fromBase64Text(match[1] ?? '')
    if (decoded !== null && found.length < 10) found.push(decoded)
  }
  return found
}
