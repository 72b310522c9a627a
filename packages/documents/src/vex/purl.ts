import { type Purl, PypaError, parsePurl } from '@cordon/pypa'

/** A package URL, or null for what is none. */
export function purlOrNull(text: string | null): Purl | null {
  if (text === null) return null
  try {
    return parsePurl(text)
  } catch (error) {
    if (error instanceof PypaError) return null
    throw error
  }
}
