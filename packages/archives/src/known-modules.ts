/** Modules that everybody imports: who ships one without being asked for it takes its place. */

/** Import name in lower case → the projects that may ship it. */
export const ownersOfModules: ReadonlyMap<string, readonly string[]> = new Map([
  ['attr', ['attrs']],
  ['bs4', ['beautifulsoup4']],
  ['boto3', ['boto3']],
  ['botocore', ['botocore']],
  ['certifi', ['certifi']],
  ['charset_normalizer', ['charset-normalizer']],
  ['click', ['click']],
  ['colorama', ['colorama']],
  ['cryptography', ['cryptography']],
  ['cv2', ['opencv-python', 'opencv-python-headless', 'opencv-contrib-python', 'opencv-contrib-python-headless']],
  ['dateutil', ['python-dateutil']],
  ['distutils', ['setuptools']],
  ['django', ['django']],
  ['dotenv', ['python-dotenv']],
  ['fastapi', ['fastapi']],
  ['flask', ['flask']],
  ['httpx', ['httpx']],
  ['idna', ['idna']],
  ['jinja2', ['jinja2']],
  ['jwt', ['pyjwt']],
  ['litellm', ['litellm']],
  ['matplotlib', ['matplotlib']],
  ['numpy', ['numpy']],
  ['openai', ['openai']],
  ['pandas', ['pandas']],
  ['pil', ['pillow']],
  ['pip', ['pip']],
  ['pkg_resources', ['setuptools']],
  ['psutil', ['psutil']],
  ['psycopg2', ['psycopg2', 'psycopg2-binary']],
  ['pydantic', ['pydantic']],
  ['pytest', ['pytest']],
  ['requests', ['requests']],
  ['rich', ['rich']],
  ['scipy', ['scipy']],
  ['setuptools', ['setuptools']],
  ['six', ['six']],
  ['sklearn', ['scikit-learn']],
  ['sqlalchemy', ['sqlalchemy']],
  ['starlette', ['starlette']],
  ['tensorflow', ['tensorflow', 'tensorflow-cpu', 'tensorflow-gpu', 'tensorflow-intel', 'tf-nightly']],
  ['torch', ['torch']],
  ['tqdm', ['tqdm']],
  ['typing_extensions', ['typing-extensions']],
  ['urllib3', ['urllib3', 'urllib3-future']],
  ['uvicorn', ['uvicorn']],
  ['virtualenv', ['virtualenv']],
  ['wheel', ['wheel']],
  ['yaml', ['pyyaml']],
])

/** Top-level modules of the standard library, 3.x, private ones left out. */
export const standardModules: ReadonlySet<string> = new Set(
  (
    'abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect ' +
    'builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall ' +
    'concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm ' +
    'decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp ' +
    'fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip ' +
    'hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword ' +
    'lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt ' +
    'multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib ' +
    'pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd ' +
    'py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy ' +
    'sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd ' +
    'sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau ' +
    'symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit ' +
    'tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata ' +
    'unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp ' +
    'zipfile zipimport zlib zoneinfo'
  ).split(' '),
)

/** A project's or a module's name without case and separators: how people tell that one belongs to the other. */
export function normalizeModule(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '')
}
