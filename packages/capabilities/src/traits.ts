import type { Shape } from '@cordon/python'
import type { Trait } from './package-code.ts'

const widestGap = 120
const longestLiteral = 4000
const shortestBlob = 1000
const fewestOperators = 64
const charactersAnOperator = 80

/** What the shape of a text tells that it should not need: code out of sight, code as data, names that nobody can read. */
export function traitsOf(shape: Shape): readonly Trait[] {
  const found: Trait[] = []
  const add = (id: string, line: number, evidence: string): void => {
    found.push({ id, line, evidence })
  }
  const { longestGap, longestBlob, bitOperators, wideNames } = shape
  if (longestGap.length >= widestGap) add('gap', longestGap.line, `${longestGap.length} blanks before code`)
  if (longestBlob.length >= shortestBlob)
    add(
      longestBlob.length >= longestLiteral ? 'long-blob' : 'blob',
      longestBlob.line,
      `${longestBlob.length} encoded characters`,
    )
  if (bitOperators >= fewestOperators && bitOperators * charactersAnOperator > shape.bytes)
    add('arithmetic', 0, `${bitOperators} bit operators in ${shape.bytes} bytes`)
  if (wideNames > 0) add('wide-names', shape.firstWideName, `${wideNames} names beyond ASCII`)
  if (shape.isOddlyEncoded) add('odd-encoding', 1, 'an encoding that hides what is in the file')
  return found
}
