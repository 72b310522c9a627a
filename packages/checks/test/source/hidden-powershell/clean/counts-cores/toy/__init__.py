import subprocess


def cores():
    words = "powershell.exe -NoProfile -Command (Get-CimInstance -ClassName Win32_Processor).NumberOfCores"
    return int(subprocess.run(words.split(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode)  # expect: source/hidden-powershell call low
