/** A place in a bill of materials: `urn:cdx:<serial>/<version>#<ref>`. */
export interface BomLink {
  /** In lower case. */
  readonly serial: string
  readonly revision: number
  /** Decoded. */
  readonly ref: string
}

const bomLink = /^urn:cdx:([0-9a-f-]{36})\/(\d{1,9})#(.+)$/is

/** Reads a link to an element of a CycloneDX bill; null for what is none. */
export function parseBomLink(text: string): BomLink | null {
  const [, serial, revision, ref] = bomLink.exec(text.trim()) ?? []
  if (serial === undefined || revision === undefined || ref === undefined) return null
  return { serial: serial.toLowerCase(), revision: Number(revision), ref: decoded(ref) }
}

/** The name of the whole bill, as `products` of the configuration gives it. */
export function billOf({ serial, revision }: BomLink): string {
  return `urn:cdx:${serial}/${revision}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
