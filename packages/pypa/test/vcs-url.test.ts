import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalizeName, parseVcsUrl, readArchiveUrl, type VcsUrl } from '@cordon/pypa'
import fc from 'fast-check'

const sha1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
const sha256 = sha1 + sha1.slice(0, 24)
const plain: VcsUrl = {
  vcs: 'git',
  url: 'https://host/o/r.git',
  ref: null,
  commit: null,
  subdirectory: null,
  egg: null,
}

test('references into repositories', () => {
  const cases: readonly (readonly [string, VcsUrl])[] = [
    ['git+https://host/o/r.git', plain],
    [' GIT+https://host/o/r.git ', plain],
    ['git+https://host/o/r.git@', plain],
    ['git+https://host/o/r.git@v1.0', { ...plain, ref: 'v1.0' }],
    ['git+https://host/o/r.git@feature/x', { ...plain, ref: 'feature/x' }],
    [`git+https://host/o/r.git@${sha1.toUpperCase()}`, { ...plain, ref: sha1.toUpperCase(), commit: sha1 }],
    [`git+https://host/o/r.git@${sha256}`, { ...plain, ref: sha256, commit: sha256 }],
    [`git+https://host/o/r.git@${sha1.slice(1)}`, { ...plain, ref: sha1.slice(1) }],
    ['git+https://user:secret@host/o/r.git@main', { ...plain, ref: 'main' }],
    ['git+https://token@host/o/r.git', plain],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an environment variable as pip writes it
    ['git+https://${USER}:${TOKEN}@host/o/r.git', plain],
    ['git+https://a@b@host/o/r.git', plain],
    ['git+ssh://git@host/o/r.git@v1', { ...plain, url: 'ssh://git@host/o/r.git', ref: 'v1' }],
    ['git+ssh://git:secret@host/o/r.git', { ...plain, url: 'ssh://git@host/o/r.git' }],
    ['git+git@host:o/r.git@v1', { ...plain, url: 'git@host:o/r.git', ref: 'v1' }],
    ['git+file:///srv/r', { ...plain, url: 'file:///srv/r' }],
    ['git://host/o/r.git@v1', { ...plain, url: 'git://host/o/r.git', ref: 'v1' }],
    ['hg+http://host/r@tip', { ...plain, vcs: 'hg', url: 'http://host/r', ref: 'tip' }],
    ['svn+svn://host/r@2019', { ...plain, vcs: 'svn', url: 'svn://host/r', ref: '2019' }],
    ['bzr+lp:project', { ...plain, vcs: 'bzr', url: 'lp:project' }],
    ['git+https://host/o/r.git#egg=Foo.Bar', { ...plain, egg: { name: normalizeName('foo-bar'), extras: [] } }],
    [
      'git+https://host/o/r.git@v1#subdirectory=a%2Fb&egg=foo[X_y,z]&egg=other',
      {
        ...plain,
        ref: 'v1',
        subdirectory: 'a/b',
        egg: { name: normalizeName('foo'), extras: ['x-y', 'z'] },
      },
    ],
    ['git+https://host/o/r.git#egg=foo==1.0&subdirectory=', plain],
    ['git+https://host/o/r.git#%zz&egg', plain],
  ]
  for (const [text, expected] of cases) assert.deepEqual(parseVcsUrl(text), expected, text)
})

test('other texts have no version control scheme', () => {
  for (const text of ['', 'git', 'git+', 'https://host/r.git', 'github+https://x', 'name', './git+x', 'git-lfs://x']) {
    assert.equal(parseVcsUrl(text), null, text)
  }
})

test('archives by URL or path', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['https://host/p/foo_bar-1.0-py3-none-any.whl', 'foo-bar 1.0 foo_bar-1.0-py3-none-any.whl'],
    [
      'https://host/torch-2.0.0%2Bcpu-cp310-cp310-linux_x86_64.whl?x=1',
      'torch 2.0.0+cpu torch-2.0.0+cpu-cp310-cp310-linux_x86_64.whl',
    ],
    [`https://host/foo-1.0.tar.gz#sha256=${sha256.toUpperCase()}`, `foo 1.0 foo-1.0.tar.gz sha256:${sha256}`],
    [`https://host/foo-1.0.zip#egg=x&md5=00ff&sha256=zz`, 'foo 1.0 foo-1.0.zip md5:00ff'],
    ['./wheels/foo-1.0-py3-none-any.whl', 'foo 1.0 foo-1.0-py3-none-any.whl'],
    ['C:\\wheels\\foo-1.0.tar.gz', 'foo 1.0 foo-1.0.tar.gz'],
    ['https://host/o/r/archive/main.zip', '- - main.zip'],
    ['https://host/o/r/archive/main.zip#egg=foo', 'foo - main.zip'],
    ['https://host/broken.whl', '- - broken.whl'],
    ['./foo-1.0', '- - -'],
    ['', '- - -'],
    ['https://host/%zz.whl', '- - %zz.whl'],
  ]
  for (const [text, expected] of cases) {
    const { name, version, filename, hash } = readArchiveUrl(text)
    const parts = [
      name ?? '-',
      version?.raw ?? '-',
      filename ?? '-',
      ...(hash === null ? [] : [`${hash.algorithm}:${hash.value}`]),
    ]
    assert.equal(parts.join(' '), expected, text)
  }
})

test('law: a secret before the host never comes out', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  const secret = fc.stringMatching(/^[A-Za-z0-9:@$%{}._-]{1,12}$/).map((text) => `SECRET${text}SECRET`)
  fc.assert(
    fc.property(
      fc.constantFrom('git+https', 'git+http', 'hg+https', 'git'),
      secret,
      word,
      word,
      (scheme, password, host, ref) => {
        const read = parseVcsUrl(`${scheme}://user:${password}@${host}/o/r@${ref}`)
        assert.ok(read !== null)
        assert.ok(!read.url.includes('SECRET'), read.url)
        assert.equal(read.ref, ref)
      },
    ),
  )
})

test('law: any text is read without an error, quickly', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseVcsUrl(text)
      parseVcsUrl(`git+${text}`)
      readArchiveUrl(text)
      readArchiveUrl(`${text}.whl#${text}`)
    }),
  )
  for (const part of ['/', '@', '#', '%', '%41', 'a=b&', '[', '\\', '.zip']) {
    parseVcsUrl(`git+https://${part.repeat(4_000)}`)
    parseVcsUrl(`git+https://${part.repeat(1_000_000)}`)
    readArchiveUrl(part.repeat(4_000))
    readArchiveUrl(part.repeat(1_000_000))
  }
})
