"""Facts of Python sources by CPython's own parser: the oracle of the differential test.

Reads lines of "<mode> <length>" and then so many bytes of source from standard input. Writes, for each, one line: the facts as
a JSON list (mode "facts"), their digest (mode "digest"), or "null" when CPython refuses the source. Nothing is ever executed.
"""
import ast
import hashlib
import json
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return inner and inner + "." + node.attr
    return ""


def span(node, inside):
    if inside:  # positions inside formatted strings are right since 3.12 only
        return "-"
    return f"{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}"


PLAIN = {
    ast.Attribute: "Attribute", ast.Subscript: "Subscript", ast.Lambda: "Lambda", ast.ListComp: "ListComprehension",
    ast.SetComp: "SetComprehension", ast.DictComp: "DictComprehension", ast.Await: "Await", ast.Yield: "Yield",
    ast.YieldFrom: "YieldFrom", ast.Compare: "Compare", ast.BoolOp: "Boolean", ast.Dict: "Dict", ast.Set: "Set",
    ast.List: "List", ast.NamedExpr: "Walrus", ast.UnaryOp: "Unary", ast.Name: "Name",
    ast.Return: "Return", ast.Assign: "Assign", ast.AugAssign: "AugmentedAssign", ast.AnnAssign: "AnnotatedAssign",
    ast.Raise: "Raise", ast.Try: "Try", ast.With: "With", ast.For: "For", ast.While: "While", ast.Delete: "Delete",
    ast.Assert: "Assert", ast.Global: "Global", ast.Nonlocal: "Nonlocal", ast.Expr: "ExpressionStatement", ast.Pass: "Pass",
    ast.AsyncFor: "For", ast.AsyncWith: "With", ast.Break: "Break", ast.Continue: "Continue",
}
if hasattr(ast, "Match"):
    PLAIN[ast.Match] = "Match"
if hasattr(ast, "TryStar"):
    PLAIN[ast.TryStar] = "Try"
PATTERN = getattr(ast, "pattern", ())


def facts(tree):
    out = []
    stack = [(tree, False)]
    while stack:
        node, inside = stack.pop()
        kind = type(node)
        if kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
            what = "Class" if kind is ast.ClassDef else "Function"
            out.append(f"{what} {node.name} {node.lineno} {node.end_lineno}:{node.end_col_offset}")
        elif kind is ast.Call:
            parts = len(node.args) + len(node.keywords)
            out.append(f"Call {dotted(node.func)} {span(node, inside)} {parts}")
        elif kind is ast.Import:
            for name in node.names:
                out.append(f"Import {node.lineno} {name.name} {name.asname or ''}")
        elif kind is ast.ImportFrom:
            for name in node.names:
                out.append(f"From {node.lineno} {'.' * node.level}{node.module or ''} {name.name} {name.asname or ''}")
        elif kind is ast.GeneratorExp:  # with or without the brackets of a call
            out.append("Generator")
        elif kind is ast.If:  # an `elif` is one, too
            out.append(f"If {node.lineno}:{node.col_offset}")
        elif kind in PLAIN:
            out.append(f"{PLAIN[kind]} {span(node, inside)}")
        elif kind is ast.Constant and isinstance(node.value, (int, float, complex)) and not isinstance(node.value, bool):
            out.append(f"Number {span(node, inside)}")
        deeper = inside or kind is ast.JoinedStr
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, PATTERN):
                stack.append((child, deeper))
    out.sort()
    return out


def answer(mode, source):
    try:
        found = facts(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "null"
    if mode == "digest":
        return json.dumps(hashlib.sha256("\n".join(found).encode()).hexdigest())
    return json.dumps(found)


def main():
    stdin = sys.stdin.buffer
    for line in iter(stdin.readline, b""):
        mode, length = line.decode().split()
        print(answer(mode, stdin.read(int(length))), flush=True)


main()
