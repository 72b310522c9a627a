import type { Reading } from '../reading.ts'
import type { Screen } from '../text/screen.ts'
import { countOf } from '../text/visible.ts'
import { wrapToWidth } from '../text/width.ts'
import { statedOf, statedText, statedTitle } from '../vex-text.ts'

const fewStated = 20

/** Which statement silenced what, and what the others say. Never left out: who reads only this must know of it. */
export function vexLines(readings: readonly Reading[], screen: Screen): readonly string[] {
  const stated = statedOf(readings)
  const shown = screen.verbose ? stated : stated.slice(0, fewStated)
  const more = stated.length - shown.length
  return [
    ...shown.flatMap((each) => [
      ...wrapToWidth(statedTitle(each), screen.columns - 2).map((line, index) =>
        index === 0 ? `${screen.paintDecision(each.decision, screen.marks[each.decision])} ${line}` : `  ${line}`,
      ),
      ...wrapToWidth(statedText(each), screen.columns - 4).map((line) => `    ${screen.dim(line)}`),
    ]),
    ...(more > 0 ? [screen.dim(`and ${countOf(more, 'other statement')} (--verbose lists them)`)] : []),
  ]
}
