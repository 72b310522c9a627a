import type { InstallOption } from '@cordon/model'

/** What an installer does with an option. An option that is in no table is a flag: it takes no value. */
export type Meaning =
  | 'value'
  | 'requirements'
  | 'constraints'
  | 'editable'
  /** Its value names a package that is installed too. */
  | 'package'
  /** Its value names several, separated by commas. */
  | 'packages'
  /** Its value names the package to install instead of the first word. */
  | 'source'
  /** Its value holds options for pip. */
  | 'pip-options'
  | 'channel'
  | 'group'
  | 'group-dev'
  | 'priority'
  /** `name=url` or `url`, searched before the default index. */
  | 'index'
  | Exclude<InstallOption['kind'], 'other'>

export type OptionTable = ReadonlyMap<string, Meaning>

const flagMeanings: ReadonlySet<Meaning> = new Set(['no-index', 'pre', 'require-hashes', 'group-dev'])

/** True when the option wants a value behind it. */
export function takesValue(options: OptionTable | undefined, name: string): boolean {
  const meaning = options?.get(name)
  return meaning !== undefined && !flagMeanings.has(meaning)
}

/** Builds a table from lists of names, separated by blanks. */
function table(names: Partial<Record<Meaning, string>>, base: OptionTable = new Map()): OptionTable {
  const found = new Map(base)
  for (const [meaning, list] of Object.entries(names)) {
    for (const name of list.split(/\s+/)) found.set(name, meaning as Meaning)
  }
  return found
}

const pipIndexes = {
  'index-url': '-i --index-url --pypi-url',
  'extra-index-url': '--extra-index-url',
  'find-links': '-f --find-links',
  'trusted-host': '--trusted-host',
  'no-index': '--no-index',
} as const

/** `pip install`, `download` and `wheel`, those of old releases among them, and pip's general options. */
export const pipOptions = table({
  ...pipIndexes,
  requirements: '-r --requirement',
  constraints: '-c --constraint --build-constraint',
  editable: '-e --editable',
  'no-binary': '--no-binary',
  'only-binary': '--only-binary',
  pre: '--pre',
  'require-hashes': '--require-hashes',
  value: `-t --target -d --dest --destination-dir --destination-directory --download -w --wheel-dir -b --build
    --build-dir --build-directory --src --source --source-dir --source-directory --root --prefix --platform
    --python-version --implementation --abi --upgrade-strategy --progress-bar --root-user-action --report --group
    -C --config-setting --config-settings --global-option --install-option --build-option --use-feature
    --use-deprecated --all-releases --only-final --uploaded-prior-to --refresh-package --requirements-from-script
    --python --log --log-file --local-log --keyring-provider --proxy --retries --resume-retries --timeout
    --default-timeout --exists-action --cert --client-cert --cache-dir --mirrors --download-cache --skip-requirements-regex`,
})

export const pipSyncOptions = table({
  ...pipIndexes,
  value: '--cert --client-cert --pip-args --python-executable --config --user-agent',
})

export const easyInstallOptions = table({
  'index-url': '-i --index-url',
  'find-links': '-f --find-links',
  value: `-d --install-dir -s --script-dir -b --build-directory -H --allow-hosts -S --site-dirs --record --prefix
    -O --optimize`,
})

const uvCommon = table({
  'index-url': '-i --index-url --default-index',
  'extra-index-url': '--extra-index-url',
  index: '--index',
  'find-links': '-f --find-links',
  'trusted-host': '--trusted-host --allow-insecure-host',
  'no-index': '--no-index',
  constraints: '-c --constraint --constraints -b --build-constraint --build-constraints',
  'no-binary': '--no-binary',
  'only-binary': '--only-binary',
  value: `--annotation-style --bounds --branch --cache-dir --cert --check-url --color --config-file -C
    --config-setting --config-settings --config-setting-package --config-settings-package --directory --env-file
    --exclude-newer --generate-shell-completion --exclude-newer-package --exclude --excludes --extra --fork-strategy --group --index-strategy
    --keyring-provider --link-mode --max-recursion-depth --no-binary-package --no-build-package
    --no-build-isolation-package --no-editable-package --no-extra --no-group --no-install-package
    --no-sources-package --only-group --only-install-package --optional --output-format --override --overrides
    --package --prefix --prerelease --preview-feature --preview-features --project -p --python --python-fetch
    --python-platform --python-preference --python-version --refresh-package --reinstall-package --resolution --rev
    --script --tag -t --target --torch-backend -P --upgrade-package --upgrade-group`,
})

export const uvPipOptions = table(
  {
    requirements: '-r --requirement --requirements',
    editable: '-e --editable',
    pre: '--pre',
    'require-hashes': '--require-hashes',
  },
  uvCommon,
)

/** `uv add`: `--editable` is a flag here. */
export const uvAddOptions = table(
  { requirements: '-r --requirement --requirements', value: '-m --marker', group: '--group', 'group-dev': '--dev' },
  uvCommon,
)

/** `uv run`, `uv tool run`, `uv tool install`. */
export const uvToolOptions = table(
  {
    packages: '-w --with',
    editable: '--with-editable',
    requirements: '--with-requirements',
    source: '--from',
    package: '--with-executables-from',
  },
  uvCommon,
)

export const poetryOptions = table({
  group: '-G --group',
  'group-dev': '-D --dev',
  value: '-E --extras --python --platform --markers --source -C --directory -P --project --optional',
})

export const poetrySourceOptions = table({ priority: '-p --priority', value: '-C --directory -P --project' })

export const pdmOptions = table({
  group: '-G --group',
  'group-dev': '-d --dev',
  editable: '-e --editable',
  value: '-L --lockfile -p --project -k --skip --venv --override -c --config',
})

export const pipxOptions = table({
  'index-url': '-i --index-url',
  'pip-options': '--pip-args',
  source: '--spec',
  package: '--preinstall --with --include-resources-from',
  requirements: '-r --requirement',
  value: `--python --fetch-python --suffix --backend --cooldown --output --upgrade-strategy --app --lock
    --python-args --with-suffix`,
})

export const pipenvOptions = table({
  'index-url': '-i --index --pypi-mirror',
  'extra-index-url': '--extra-index-url',
  requirements: '-r --requirements',
  editable: '-e --editable',
  'pip-options': '--extra-pip-args',
  group: '--categories',
  'group-dev': '-d --dev',
  'trusted-host': '--trusted-host',
  value: '--python',
})

export const condaOptions = table({
  channel: '-c --channel',
  value: `-n --name -p --prefix --file --solver --repodata-fn --revision --subdir --platform -r --root-prefix
    --rc-file --clone --cwd --experimental --download-threads --extract-threads --cacert-path --virtual-package`,
})
