import { type CoreMetadata, parseName } from '@cordon/pypa'

/** A repository that the metadata of a package links to. */
export interface Repository {
  /** `github.com/owner/name`, lower case. */
  readonly place: string
  /** Its name as a project would be called; null where no project could. */
  readonly project: string | null
}

const address =
  /^(?:git\+)?https?:\/\/(?:www\.)?(github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)\/([^/?#\s]+)\/([^/?#\s]+)/i
const mostLinks = 50
const longestLink = 500

/** The repositories of home page and project links, each once, in their order. */
export function repositoriesOf({
  homePage,
  projectUrls,
}: Pick<CoreMetadata, 'homePage' | 'projectUrls'>): readonly Repository[] {
  const links = [homePage ?? '', ...projectUrls.map(({ url }) => url)].slice(0, mostLinks)
  const found = new Map<string, Repository>()
  for (const link of links) {
    const [, host, owner, written] = address.exec(link.slice(0, longestLink)) ?? []
    const name = written?.replace(/\.git$/i, '')
    // `github.com/sponsors/name` and the like are people.
    if (host === undefined || owner === undefined || name === undefined || /^(?:orgs|sponsors|users)$/i.test(owner))
      continue
    const place = `${host}/${owner}/${name}`.toLowerCase()
    found.set(place, { place, project: parseName(name) })
  }
  return [...found.values()]
}
