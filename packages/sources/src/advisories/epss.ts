import { gunzipSync } from 'node:zlib'
import { SourceError } from '../error.ts'
import { decodeText, readBytes } from '../local-file.ts'
import type { LocalPlace } from '../place.ts'
import type { AdvisorySource } from './source.ts'

const maxUnpackedBytes = 256 * 1024 * 1024

/** FIRST's exploit prediction scores of the day, one line per CVE; CSV, gzipped or not. */
export const epss: AdvisorySource<Iterable<string>> = {
  id: 'epss',
  title: 'the EPSS scores',
  defaultUrl: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
  maxBytes: 64 * 1024 * 1024,
  folders: false,
  read: readEpss,
}

/** Every line of the file, its comment and header among them, without line ends. */
function readEpss(local: LocalPlace): Iterable<string> {
  const bytes = readBytes(local, epss.maxBytes)
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const text = decodeText(isGzip ? gunzip(bytes, local) : bytes)
  if (text === null || !/^(?:#[^\n]{0,1000}\n)?cve,epss,percentile\r?(?:\n|$)/.test(text))
    throw new SourceError(
      'BAD_DATA',
      `${local.label}: not a list of EPSS scores (cve,epss,percentile). Check the address.`,
    )
  return linesOf(text)
}

function gunzip(bytes: Buffer, local: LocalPlace): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes })
  } catch (cause) {
    const text = `${local.label}: the gzip file is damaged or unpacks to more than ${maxUnpackedBytes} bytes. Fetch it again.`
    throw new SourceError('BAD_ARCHIVE', text, { cause })
  }
}

function* linesOf(text: string): Generator<string> {
  let start = 0
  while (start < text.length) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
    start = end + 1
  }
}
