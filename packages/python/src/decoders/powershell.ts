import { decodeBase64 } from './base-n.ts'

const utf16 = new TextDecoder('utf-16le')
const encoder = new TextEncoder()
/** Any shortening of `-EncodedCommand` that PowerShell takes, with any mark that it takes for `-`. */
const encodedCommand =
  /[-/\u2013\u2014]e(?:c|n(?:c(?:o(?:d(?:e(?:d(?:c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?)?)?)?)?)?)?)?[\s:'"]{1,20}(?=[A-Za-z0-9+/]{8})/gi

/** The scripts that command lines hand to PowerShell in base64 of UTF-16, decoded. */
export function encodedPowerShell(commandLine: string): readonly string[] {
  const scripts: string[] = []
  for (const { 0: head, index } of commandLine.matchAll(encodedCommand)) {
    const data = decodeBase64(encoder.encode(digitsAt(commandLine, index + head.length)))
    if (data !== null && looksLikeUtf16(data)) scripts.push(utf16.decode(data))
  }
  return scripts
}

/** The run of base64 digits from there on. By hand: a pattern's stack does not hold megabytes. */
function digitsAt(line: string, start: number): string {
  let end = start
  while (end < line.length && isDigit(line.charCodeAt(end))) end += 1
  return line.slice(start, end)
}

function isDigit(code: number): boolean {
  const lower = code | 0x20
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x2f && code <= 0x39) || code === 0x2b || code === 0x3d
}

/** Most of the high bytes are zero. */
function looksLikeUtf16(data: Uint8Array): boolean {
  let zeros = 0
  for (let index = 1; index < data.length; index += 2) if (data[index] === 0) zeros += 1
  return data.length >= 2 && zeros * 2 > data.length / 2
}
