eval(compile("getattr(__builtins__, 'ex' + 'ec')('1')", "", "exec"))  # expect: source/builtins-reflection import conclusive
