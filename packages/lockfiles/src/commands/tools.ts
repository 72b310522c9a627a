import {
  condaOptions,
  easyInstallOptions,
  type OptionTable,
  pdmOptions,
  pipenvOptions,
  pipOptions,
  pipSyncOptions,
  pipxOptions,
  poetryOptions,
  poetrySourceOptions,
  uvAddOptions,
  uvPipOptions,
  uvToolOptions,
} from './options.ts'

/** How the words that belong to no option are read. */
export type Positionals =
  /** Each is what pip takes as one requirement. */
  | 'requirements'
  /** As `requirements`, with Poetry's `name@constraint`. */
  | 'poetry'
  /** Requirements files. */
  | 'files'
  /** Tools: `name`, `name@version`; as many as there are. */
  | 'tools'
  /** The first is a tool that is installed and run; the rest is its own. */
  | 'tool-then-arguments'
  /** The first says where to install to. */
  | 'place-then-requirements'
  /** The first starts another command. */
  | 'command'
  | 'conda'
  /** `pip config set <key> <value>`. */
  | 'pip-configuration'
  /** `poetry source add <name> <url>`. */
  | 'poetry-source'
  /** They name no package: the project's own files do. */
  | 'none'

/** One command that installs. */
export interface Installer {
  /** The environment variables it listens to start with it. */
  readonly family: 'pip' | 'uv' | 'poetry' | 'pdm' | 'conda'
  readonly positionals: Positionals
  readonly options: OptionTable
}

/** Subcommands of one program; `` is the program itself. */
export type Program = ReadonlyMap<string, Installer>

function program(entries: Readonly<Record<string, Installer>>): Program {
  return new Map(Object.entries(entries))
}

function installer(family: Installer['family'], positionals: Positionals, options: OptionTable): Installer {
  return { family, positionals, options }
}

const pipInstall = installer('pip', 'requirements', pipOptions)
const pipConfig = installer('pip', 'pip-configuration', pipOptions)
const condaInstall = installer('conda', 'conda', condaOptions)
const uvx = installer('uv', 'tool-then-arguments', uvToolOptions)
const conda = program({
  install: condaInstall,
  create: condaInstall,
  update: condaInstall,
  upgrade: condaInstall,
  run: installer('conda', 'command', condaOptions),
})
const pdm = installer('pdm', 'none', pdmOptions)
const poetry = installer('poetry', 'none', poetryOptions)

/** Every program that installs Python packages, by its name without version and folder. */
export const programs: ReadonlyMap<string, Program> = new Map([
  ['pip', program({ install: pipInstall, download: pipInstall, wheel: pipInstall, 'config set': pipConfig })],
  ['pip-sync', program({ '': installer('pip', 'files', pipSyncOptions) })],
  ['piptools', program({ sync: installer('pip', 'files', pipSyncOptions) })],
  ['easy_install', program({ '': installer('pip', 'requirements', easyInstallOptions) })],
  [
    'uv',
    program({
      'pip install': installer('uv', 'requirements', uvPipOptions),
      'pip sync': installer('uv', 'files', uvPipOptions),
      add: installer('uv', 'requirements', uvAddOptions),
      run: installer('uv', 'command', uvToolOptions),
      sync: installer('uv', 'none', uvAddOptions),
      'tool install': installer('uv', 'tools', uvToolOptions),
      'tool run': uvx,
    }),
  ],
  ['uvx', program({ '': uvx })],
  [
    'poetry',
    program({
      add: installer('poetry', 'poetry', poetryOptions),
      'self add': installer('poetry', 'poetry', poetryOptions),
      'source add': installer('poetry', 'poetry-source', poetrySourceOptions),
      install: poetry,
      run: installer('poetry', 'command', poetryOptions),
      sync: poetry,
    }),
  ],
  [
    'pdm',
    program({
      add: installer('pdm', 'requirements', pdmOptions),
      'self add': installer('pdm', 'requirements', pdmOptions),
      install: pdm,
      run: installer('pdm', 'command', pdmOptions),
      sync: pdm,
    }),
  ],
  [
    'pipx',
    program({
      install: installer('pip', 'tools', pipxOptions),
      run: installer('pip', 'tool-then-arguments', pipxOptions),
      inject: installer('pip', 'place-then-requirements', pipxOptions),
    }),
  ],
  [
    'pipenv',
    program({
      install: installer('pip', 'requirements', pipenvOptions),
      run: installer('pip', 'command', pipenvOptions),
      sync: installer('pip', 'none', pipenvOptions),
    }),
  ],
  ['conda', conda],
  ['mamba', conda],
  ['micromamba', conda],
])

/** Programs that only speak of what follows. */
export const speakers: ReadonlySet<string> = new Set(
  `: [ [[ alias apk apt apt-get brew cat choco dnf echo egrep emerge export fgrep git grep help hash info
  log logger make man microdnf npm ls npx pacman printf Write-Host Write-Output rem return rg say sed test type warn
  whereis which yarn yum zypper`.split(/\s+/),
)
