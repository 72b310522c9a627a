import { type AnyVersion, type ProjectPage, parseWheelFilename, type ReleaseFile } from '@cordon/pypa'

/** Which machine a wheel is to be for. */
export interface Target {
  /** As Node names them: `linux`, `darwin`, `win32`; `x64`, `arm64`. */
  readonly platform: string
  readonly arch: string
}

/** The release that an installer would take: the highest that is not yanked, a pre-release only where there is nothing else. Null without files. */
export function chooseVersion(page: ProjectPage): AnyVersion | null {
  const released = new Map<string, { readonly version: AnyVersion; isYanked: boolean }>()
  for (const { distribution, yanked } of page.files) {
    if (distribution === null) continue
    const known = released.get(distribution.version.raw)
    if (known === undefined) released.set(distribution.version.raw, { ...distribution, isYanked: yanked !== null })
    else if (yanked === null) known.isYanked = false
  }
  const all = [...released.values()]
  for (const wanted of [
    all.filter((each) => !each.isYanked && !isPreRelease(each.version)),
    all.filter((each) => !each.isYanked),
    all,
  ]) {
    const [first, ...rest] = wanted.map((each) => each.version)
    if (first !== undefined) return rest.reduce((best, each) => (isHigher(each, best) ? each : best), first)
  }
  return null
}

function isPreRelease(version: AnyVersion): boolean {
  return version.kind === 'legacy' || version.isPrerelease
}

/** A version that PEP 440 does not know is lower than every other. */
function isHigher(a: AnyVersion, b: AnyVersion): boolean {
  if (a.kind === 'legacy' || b.kind === 'legacy') return b.kind === 'legacy' && (a.kind !== 'legacy' || a.raw > b.raw)
  return a.key > b.key
}

/** The files of one release, by the version's meaning: `1.0` and `1.0.0` are one, and `1.0` takes `1.0+local` in, as `==` does. */
export function filesOf(page: Pick<ProjectPage, 'files'>, version: AnyVersion): readonly ReleaseFile[] {
  return page.files.filter(({ distribution }) => distribution !== null && isRelease(distribution.version, version))
}

function isRelease(own: AnyVersion, wanted: AnyVersion): boolean {
  if (own.kind === 'legacy' || wanted.kind === 'legacy') return own.raw === wanted.raw
  return wanted.local === null ? own.publicKey === wanted.publicKey : own.key === wanted.key
}

/**
 * What is looked at of a release when not everything is asked for: its source distribution, and the one wheel that an installer would
 * most likely take on this machine.
 */
export function chooseFiles(files: readonly ReleaseFile[], target: Target): readonly ReleaseFile[] {
  const wheels = files.filter((file) => file.distribution?.kind === 'wheel')
  const ranked = wheels
    .map((file) => ({ file, rank: rankOf(file.filename, target) }))
    .sort((a, b) => b.rank - a.rank || (a.file.filename < b.file.filename ? 1 : -1))
  const [best] = ranked
  return [...(best === undefined ? [] : [best.file]), ...files.filter((file) => file.distribution?.kind === 'sdist')]
}

/** Higher is likelier: for this machine over any machine, a newer CPython over an older one, other machines last. */
function rankOf(filename: string, target: Target): number {
  const { python, platform } = parseWheelFilename(filename)
  const newest = Math.max(0, ...python.map((tag) => Number(/^(?:cp|py)3(\d{1,2})$/.exec(tag)?.[1] ?? 0)))
  if (platform.some((tag) => fitsMachine(tag, target))) return 200 + newest
  return platform.includes('any') ? 100 + newest : newest
}

const machines: Readonly<Record<string, RegExp>> = {
  x64: /x86_64|amd64|universal2|intel/,
  arm64: /aarch64|arm64|universal2/,
  ia32: /i686|win32/,
}

const systems: Readonly<Record<string, RegExp>> = {
  linux: /^(?:many)?linux/,
  darwin: /^macosx/,
  win32: /^win/,
}

function fitsMachine(tag: string, { platform, arch }: Target): boolean {
  const system = Object.hasOwn(systems, platform) ? systems[platform] : undefined
  const machine = Object.hasOwn(machines, arch) ? machines[arch] : undefined
  return (system?.test(tag) ?? false) && (machine?.test(tag) ?? false)
}
