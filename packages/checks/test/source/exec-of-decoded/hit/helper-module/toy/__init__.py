from .texts import unwrap

exec(unwrap("cHJpbnQoInRveSIp"))  # expect: source/exec-of-decoded import
