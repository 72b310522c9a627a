import { type Action, type Command, unknownPart } from '@cordon/capabilities'

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Programs with which software is built, and that builds ask about the machine. */
const buildTools = words(
  `cc c++ gcc g++ clang clang++ cl icc nvcc hipcc ld ar ranlib strip nm objdump otool install_name_tool patchelf cmake ctest make gmake nmake ninja meson scons bazel
  cargo rustc rustup go swig cython cythonize sip protoc flex bison f2py gfortran git hg svn bzr darcs pkg-config pkgconf autoconf automake autoreconf configure libtool
  npm npx node yarn pnpm bun tsc webpack esbuild lsb_release uname sw_vers xcrun xcode-select ldconfig which where llvm-config mysql_config pg_config pcap-config gdal-config
  geos-config nc-config krb5-config curl-config xml2-config xslt-config freetype-config libpng-config sdl-config sdl2-config pcre-config icu-config net-snmp-config
  apxs brew dpkg rpm arch lscpu nproc getconf readelf file sphinx-build make.bat msbuild devenv vswhere vcvarsall.bat lib link dumpbin ant mvn gradle javac java jar
  dotnet mono xbuild pyuic4 pyuic5 pyrcc4 pyrcc5 lrelease msgfmt pybabel twine tox pytest black isort flake8 mypy ruff nvidia-smi rocminfo sysctl test
  conda mamba R Rscript julia pandoc latex pdflatex man sed awk cp mkdir ln chmod tar unzip rm mv pwd date patch etags ctags waf setup.py`,
)

/** Names of tools that tell how to build against a library, of Debian's tools, and of scripts that make other build files. */
const buildToolName = /^(?:[\w.-]{1,40}[-_]config|dpkg-[\w-]{1,30}|autogen(?:\.sh)?|bootstrap\.sh|configure)$/

/** What they are started through. */
const shells = words('sh bash cmd type exit cd set')

/** Programs that fetch, look up names, or run what they are handed; builds have little use for them. */
const tellingPrograms = words(
  `powershell pwsh curl wget certutil bitsadmin mshta rundll32 regsvr32 wscript cscript nslookup dig host ping nc ncat netcat telnet ssh scp ftp tftp whoami hostname
  ipconfig ifconfig systeminfo tasklist schtasks reg net netsh wmic attrib crontab at osascript base64 xxd openssl socat screencapture taskkill vssadmin sc runas
  xclip gdbus notify-send msiexec start explorer env printenv id ps calc calc.exe`,
)

/** Show a page to somebody: what they are given is not run. */
const browsers = words(
  'xdg-open open start gio explorer x-www-browser sensible-browser firefox chrome google-chrome msedge iexplore',
)

/** Every program of a spawn is one that builds software. False when one is not known. */
export function isBuildOnly({ commands }: Action): boolean {
  return commands.some(isBuild) && commands.every((command) => isBuild(command) || shells.has(command.program))
}

/** A command that builds software, or asks about the machine for that. */
export function isBuild({ program, python, words: parts }: Command): boolean {
  return (
    isBuildTool(program) ||
    isOwnBuild(program, python, parts) ||
    (shells.has(program) && buildToolName.test(parts[1] ?? '')) ||
    (program === 'touch' && parts.slice(1).every((part) => /^[\w.-]+$/.test(part)))
  )
}

/** Several names stand together where one of them is chosen when it runs. */
function isBuildTool(program: string): boolean {
  return program
    .split(' ', 10)
    .map((name) => name.replace(/\.(?:cmd|exe|bat)$/, ''))
    .every((name) => buildTools.has(name) || buildToolName.test(name))
}

function isOwnBuild(program: string, python: string | null, parts: readonly string[]): boolean {
  if (!/^(?:python[\d.]*|py|pypy3?)$/.test(program)) return false
  if (python !== null)
    return (
      /^\s*(?:import|from)\s+(?:sys|sysconfig|distutils|numpy|torch|pybind11|platform)\b/.test(python) &&
      python.length < 400
    )
  return parts.some((part) =>
    /(?:^|[\\/])setup\.py$|^(?:build|setuptools|Cython|cython|grpc_tools\.protoc|compileall|venv|ensurepip|babel|sphinx|pytest(?:\.py)?|unittest|py_compile|(?:\.[\\/])?waf)$/.test(
      part,
    ),
  )
}

/** Every program of a spawn is one that manages packages, and says what it does by that: `python -m pip …`. */
export function isPackageManager({ commands }: Action): boolean {
  return (
    commands.length > 0 &&
    commands.every(
      ({ program, words: parts }) =>
        packageManagers.has(program) || (/^(?:python[\d.]*|py)$/.test(program) && isModule(parts, packageManagers)),
    )
  )
}

const packageManagers = words('pip pip3 uv pipx ensurepip easy_install poetry pdm')

function isModule(parts: readonly string[], modules: ReadonlySet<string>): boolean {
  return parts[1] === '-m' && modules.has(parts[2] ?? '')
}

/** A program of a spawn that tells what it is about; null when there is none. */
export function tellingProgram({ commands }: Action): string | null {
  return commands.find(({ program }) => tellingPrograms.has(program))?.program ?? null
}

export function isPowerShell({ program }: Command): boolean {
  return program === 'powershell' || program === 'pwsh'
}

/** Fetches from an address that only shows when it runs, into a file. */
function fetchesUnknown({ program, words: parts }: Command): boolean {
  return (
    (program === 'curl' || program === 'wget') &&
    parts.some((part) => /^-\w*[oO]$|^--output/.test(part)) &&
    parts.some((part) => part.includes(unknownPart))
  )
}

/** The first command that fetches something and runs it, by itself or with the next. */
export function fetchAndRun({ commands }: Action): Command | null {
  const fetched = commands.find(
    (command) => (command.downloads.length > 0 && !browsers.has(command.program)) || fetchesUnknown(command),
  )
  if (fetched === undefined) return null
  if (fetched.runs.length > 0) return fetched
  const behind = commands.slice(commands.indexOf(fetched) + 1)
  const names = fetched.words
    .map((word) => word.slice(word.search(/[^\\/]*$/)).toLowerCase())
    .filter((name) => name.length > 2 && !name.includes(unknownPart))
    .flatMap((name) => [name, name.replace(/\.(?:exe|com|bat|cmd)$/, '')])
  const isStarted = behind.some(
    ({ isFed, runs, program }) =>
      (isFed && runs.length > 0) ||
      names.includes(program) ||
      runs.some((run) => names.some((name) => run.toLowerCase().endsWith(name))),
  )
  return isStarted ? fetched : null
}
