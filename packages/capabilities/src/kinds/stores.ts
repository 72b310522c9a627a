import type { ActionKind } from '../action.ts'

/** Attributes and items whose setting does something to later code or to the machine; a path that ends with a dot stands for all below. */
export const storeKinds: readonly (readonly [ActionKind, string])[] = [
  [
    'hook',
    'sys.meta_path sys.meta_path[] sys.path_hooks sys.path_hooks[] builtins. builtins[] sys.excepthook sys.displayhook sys.stdout.write',
  ],
]
