pip install foo==$VERSION
if [ -n "$CI" ]; then
  PIN=1.0
  pip install pinned==$PIN
fi
pip install pinned==$PIN
cat list.txt | xargs -n 1 pip install
pip install -r "$FILE" -r <(echo dynamic)
pip install "$(ls dist/*.whl)[test]" .[dev] "$PWD[docs]" dist/*.whl ./plugin wheels/*.whl
pip install "git+https://${TOKEN}@git.example/org/lib.git@0123456789012345678901234567890123456789#egg=lib"
test -f x && LATE=2.0
pip install late==$LATE
V=1.0 && pip install chained==$V
false || W=2
pip install or==$W
$VENV/bin/pip install by-path
"$PYTHON" -m pip install by-module
$PIP install by-name
echo pip install spoken
pip uninstall -y gone
pip freeze | grep install
apt-get install -y python3-pip pip
