const configFolder = /^(?:.*\/)?(?=\.(?:github|gitea|forgejo|gitlab|gitlab-ci)\/)/

/** A path that is relative to the repository, made relative to a CI file's own folder. */
export function fromRoot(file: string, path: string): string {
  if (path.startsWith('/') || path.startsWith('~')) return path
  const match = configFolder.exec(file)
  // Without such a folder a CI file stands in its repository's root.
  const below = match === null ? '' : file.slice(match[0].length)
  return '../'.repeat(below.split('/').length - 1) + path
}
