import psutil

COUNT = len(list(psutil.process_iter()))
