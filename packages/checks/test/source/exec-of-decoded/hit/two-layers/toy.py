from base64 import b64decode as plain

run = eval
run(compile(plain("ZXhlYyhieXRlcy5mcm9taGV4KCc3MDcyNjk2ZTc0MjgyOScpKQ=="), "", "exec"))  # expect: source/exec-of-decoded import
