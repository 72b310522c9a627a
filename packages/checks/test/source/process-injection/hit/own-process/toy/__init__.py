import ctypes

kernel = ctypes.windll.kernel32
place = kernel.VirtualAlloc(0, 4096, 0x3000, 0x40)
kernel.RtlMoveMemory(place, b"toy", 3)
kernel.CreateThread(0, 0, place, 0, 0, 0)  # expect: source/process-injection import conclusive
