import { type Archive, type DistributionFacts, type NativeFacts, readNative, readTexts } from '@cordon/archives'
import { defang, type IndicatorKind, indicatorsOf } from '@cordon/capabilities'
import type { BinaryFacts, BytecodeFacts } from '@cordon/model'

/** Large sets of native files are what numeric libraries ship: they are listed and not read. */
const mostBinaries = 12
const mostBytes = 16_000_000
const mostListed = 20

const telling =
  /^_?(?:system|popen|execv[pe]{0,2}|execl[pe]?|posix_spawnp?|fork|vfork|ptrace|dlopen|connect|sendto|gethostbyname|getaddrinfo|curl_easy_\w{1,40}|WinExec|ShellExecute(?:Ex)?[AW]?|CreateProcess[AW]?|CreateRemoteThread(?:Ex)?|VirtualAlloc(?:Ex)?|WriteProcessMemory|OpenProcess|URLDownloadToFile[AW]?|InternetOpen(?:Url)?[AW]|WinHttp\w{1,40}|WSAStartup|WSASocket[AW]|RegSetValue(?:Ex)?[AW]?|CryptUnprotectData|SetWindowsHookEx[AW]?|GetAsyncKeyState|BitBlt|OpenClipboard)$/

const namedKinds: ReadonlySet<IndicatorKind> = new Set<IndicatorKind>([
  'webhook',
  'messenger-api',
  'paste-host',
  'file-drop',
  'tunnel',
  'request-bin',
  'mining-pool',
  'onion',
  'ip-address',
  'cloud-metadata',
  'secret-file',
  'browser-data',
  'wallet',
  'miner',
  'download-cradle',
])

/** What native files ask of the system and name, while they are few and small; larger sets stay unread. Never throws. */
export function binariesOf(archive: Archive, { native }: DistributionFacts): readonly BinaryFacts[] {
  if (native.length > mostBinaries) return []
  const members = new Map(archive.members.map((member) => [member.path, member]))
  const found: BinaryFacts[] = []
  let left = mostBytes
  for (const { path } of native) {
    const member = members.get(path)
    if (member === undefined || member.size > left) continue
    left -= member.size
    const bytes = member.bytes()
    const facts = readNative(bytes)
    if (facts !== null) found.push(binaryFacts(path, facts, readTexts(bytes)))
  }
  return found
}

function binaryFacts(path: string, facts: NativeFacts, texts: readonly string[]): BinaryFacts {
  const names = new Set<string>()
  for (const { kind, value } of indicatorsOf(texts.join('\n')))
    if (namedKinds.has(kind) && names.size < mostListed) names.add(`${kind} ${defang(value)}`)
  return {
    path,
    format: facts.format,
    architecture: facts.architecture,
    libraries: facts.libraries.slice(0, mostListed),
    imports: facts.imports.filter((name) => telling.test(name)).slice(0, mostListed),
    names: [...names],
  }
}

/** Compiled Python, with what it uses beyond its source. */
export function bytecodeOf({ bytecode }: DistributionFacts): readonly BytecodeFacts[] {
  return bytecode.map(({ path, hasSource, foreign, isUnchecked }) => ({
    path,
    hasSource,
    foreign: foreign?.slice(0, mostListed) ?? null,
    isUnchecked,
  }))
}
