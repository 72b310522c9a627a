/** Who published a file, as its index says that it has verified (PEP 740). */
export interface Publisher {
  /** `GitHub`, `GitLab`, …: as the index calls it. */
  readonly kind: string
  /** `owner/name`, or with groups between; null where the kind has none. */
  readonly repository: string | null
}

const mostBundles = 100
const longest = 500

/** The publishers that a provenance object names (PEP 740), or null for what is none. The signatures in it are not looked at. */
export function parseProvenancePublishers(text: string): readonly Publisher[] | null {
  const bundles = fieldOf(parsed(text), 'attestation_bundles')
  if (!Array.isArray(bundles)) return null
  return bundles.slice(0, mostBundles).flatMap((bundle: unknown) => {
    const publisher = fieldOf(bundle, 'publisher')
    const kind = fieldOf(publisher, 'kind')
    const repository = fieldOf(publisher, 'repository')
    if (typeof kind !== 'string') return []
    return [
      {
        kind: kind.slice(0, longest),
        repository: typeof repository === 'string' && repository.length <= longest ? repository : null,
      },
    ]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string, unknown>>)[key]
}
