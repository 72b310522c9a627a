import type { Making } from '@cordon/python'

const decoder =
  /^(?:base64\.|binascii\.|zlib\.|gzip\.|bz2\.|lzma\.|marshal\.|bytes\.fromhex$|AES$|codecs\.(?:hex|base64|bz2|zip|zlib|uu|quopri|rot|unicode_escape|punycode))|fernet|decrypt|powershell/i
const builder = /^(?:chr|reversed|\[::-1\]|bytes|str\.translate|bytes\.translate|urllib\.parse\.unquote)$/

/** Whether a step undoes an encoding, a compression or a cipher. Plain character sets are none. */
export function isDecoding(by: string): boolean {
  return decoder.test(by)
}

/** Whether a step puts a text together from numbers, or turns it around. */
export function isBuilding(by: string): boolean {
  return builder.test(by)
}

/** Whether any step of a making undoes an encoding. */
export function isDecoded(making: Making | null): boolean {
  for (let step = making; step !== null; step = step.before) if (isDecoding(step.by)) return true
  return false
}
