/** Names that Python 2 or 3 knows without an import. */
export const builtinNames: ReadonlySet<string> = new Set(
  [
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr',
    'dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int',
    'isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range',
    'repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __builtins__',
    'exit quit copyright credits license __build_class__ __loader__ __spec__ basestring buffer cmp execfile file intern long raw_input reduce reload',
    'unichr unicode xrange',
    'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError',
    'BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError',
    'ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup',
    'FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning',
    'IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError',
    'ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning',
    'PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning',
    'StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError',
    'UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning',
    'ValueError Warning ZeroDivisionError',
  ].flatMap((line) => line.split(' ')),
)

/** Other names of the module of the builtins. */
const builtinModules: readonly string[] = ['__builtin__', '__builtins__', 'six.moves.builtins']

/** A dotted path with the builtins under one name. */
export function canonicalPath(path: string): string {
  if (!path.startsWith('__builtin') && !path.startsWith('six.')) return path
  for (const module of builtinModules) {
    if (path === module) return 'builtins'
    if (path.startsWith(`${module}.`)) return `builtins${path.slice(module.length)}`
  }
  return path
}
