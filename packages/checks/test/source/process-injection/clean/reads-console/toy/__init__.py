import ctypes

kernel = ctypes.windll.kernel32
handle = kernel.GetStdHandle(-11)
ctypes.memmove(ctypes.create_string_buffer(3), b"toy", 3)
