import { type ImageReference, parseReference, usualRegistry } from '@cordon/images'
import type { ReportedImage } from '@cordon/model'

/**
 * How statements may name an image that is scanned: its digest, and the package URLs (types `oci` and `docker`) of the name it was asked
 * for by. A path is no name.
 */
export function productsOfImage({
  name,
  digest,
  platform,
}: Pick<ReportedImage, 'digest' | 'name' | 'platform'>): readonly string[] {
  const reference = referenceOf(name)
  if (reference === null) return [digest]
  const architecture = platform.split('/')[1] ?? ''
  const purls = registriesOf(reference).flatMap((registry) => [
    ociPurl(reference, { registry, digest, architecture }),
    ...dockerPurls(reference, registry, digest),
  ])
  return [digest, name, ...purls]
}

function referenceOf(name: string): ImageReference | null {
  if (/^[./~]|\.(?:tar|tgz|tar\.\w+)$/i.test(name)) return null
  try {
    const reference = parseReference(name)
    const isName = reference.tag !== null || reference.digest !== null || reference.registry !== usualRegistry
    return isName ? reference : null
  } catch {
    return null
  }
}

/** The usual registry is written in two ways. */
function registriesOf({ registry }: ImageReference): readonly string[] {
  return registry === usualRegistry ? [registry, 'index.docker.io'] : [registry]
}

function ociPurl(
  { repository, tag }: ImageReference,
  {
    registry,
    digest,
    architecture,
  }: { readonly registry: string; readonly digest: string; readonly architecture: string },
): string {
  const name = repository.slice(repository.lastIndexOf('/') + 1)
  const parts = [
    ...(architecture === '' ? [] : [`arch=${encodeURIComponent(architecture)}`]),
    `repository_url=${encodeURIComponent(`${registry}/${repository}`)}`,
    ...(tag === null ? [] : [`tag=${encodeURIComponent(tag)}`]),
  ]
  return `pkg:oci/${encodeURIComponent(name)}@${encodeURIComponent(digest)}?${parts.join('&')}`
}

function dockerPurls({ repository, tag }: ImageReference, registry: string, digest: string): readonly string[] {
  const paths = registry.endsWith('docker.io') ? [repository, repository.replace(/^library\//, '')] : [repository]
  return [...new Set(paths)].flatMap((path) =>
    [digest, ...(tag === null ? [] : [tag])].map(
      (version) => `pkg:docker/${path}@${encodeURIComponent(version)}?repository_url=${encodeURIComponent(registry)}`,
    ),
  )
}
