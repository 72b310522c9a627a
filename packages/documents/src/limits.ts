/** Far above any real document; bounds, not targets. */
export const limits = {
  /** Characters of a document. */
  text: 256 * 1024 * 1024,
  /** Values of JSON, or elements and attributes of XML. */
  values: 6_000_000,
  components: 300_000,
  edges: 3_000_000,
  /** Levels of JSON or XML. */
  depth: 300,
  /** Components within components. */
  nesting: 100,
  /** Problems that are kept, so that a hostile document cannot make millions. */
  problems: 10_000,
} as const
