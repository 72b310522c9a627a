# pip install no
$version = "1.0"
pip install `
  "colorama==$version" 'quoted>=2'
& python -m pip install called; if ($x) { pip install braced==1.0 }
$env:PIP_INDEX_URL = 'https://index.example/simple'
& "$env:VENV\Scripts\pip.exe" install late
