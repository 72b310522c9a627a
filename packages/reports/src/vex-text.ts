import type { ExceptionNotice, VexReference } from '@cordon/model'
import { compareText } from './order.ts'
import type { JudgedFinding, Reading } from './reading.ts'
import { packageText, placeText } from './text/names.ts'
import { sentence, visible } from './text/visible.ts'

/** One finding of one release that a VEX statement speaks of. */
export interface Stated {
  readonly id: string
  readonly package: string
  readonly decision: JudgedFinding['decision']
  readonly text: string
  readonly vex: VexReference
}

/** What statements say of findings, each once for a release, in the order of ids. */
export function statedOf(readings: readonly Reading[]): readonly Stated[] {
  const found = new Map<string, Stated>()
  for (const { name, release, findings } of readings)
    for (const { finding, decision, because } of findings) {
      const vex = because?.vex
      if (because === null || vex === undefined) continue
      const stated = { id: finding.id, package: packageText(name ?? '', release), decision, text: because.text, vex }
      found.set(`${stated.id}\0${stated.package}\0${decision}\0${placeText(vex.at)}`, stated)
    }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id) || compareText(a.package, b.package))
}

/** `CVE-2021-33503 in urllib3 1.26.4: silenced by vex/app.json:12` */
export function statedTitle({ id, package: of, decision, vex }: Stated): string {
  const verb = decision === 'allow' ? 'silenced by' : 'kept; spoken of by'
  return `${visible(id)} in ${of}: ${verb} ${placeText(vex.at)}`
}

const words: Readonly<Record<VexReference['status'], string>> = {
  affected: 'Affected',
  fixed: 'Fixed',
  not_affected: 'Not affected',
  under_investigation: 'Under investigation',
}

/** Who says what, when, and why. */
export function statedText({ vex }: Stated): string {
  const { status, justification, author, time, detail } = vex
  const why = justification === null ? '' : ` (${justification})`
  const who = author === '' ? 'a document without an author' : visible(author)
  return `${words[status]}${why}, says ${who} on ${time.slice(0, 10)}${detail === null ? '' : `: ${sentence(detail)}`}`
}

/** What a notice is about, for its head: `Exception old-pillow` or `VEX statement CVE-2021-33503`. */
export function noticeTitle({ about, name }: Pick<ExceptionNotice, 'about' | 'name'>): string {
  return about === 'vex' ? `VEX ${visible(name)}` : `Exception ${visible(name)}`
}
