#!/usr/bin/env bash
set -euo pipefail
# pip install commented
VERSION=1.2.3
TOOLS=(ruff==0.4.4 "mypy")
pip install flask==2.0 "requests>=2,<3" 'django[argon2]==4.2; python_version<"3.12"'
sudo -H pip3 install -U pip setuptools
python3.11 -m pip install --upgrade-strategy eager -qr requirements.txt -c constraints.txt numpy \
  scipy==1.10  # the rest
pip install foo==$VERSION bar==${OTHER:-9} "${TOOLS[@]}"
PIP_INDEX_URL=http://user:secret@host.example/simple pip install private
pip install --extra-index-url "https://u:$TOKEN@host.example/simple" -e . -e git+https://git.example/a/b@v1#egg=b
for each in one two==2.0; do pip install "$each"; done
pip install loose>=1.0
bash -c "pip install inner==1 && pip install 'inner2'"
cd sub && pip install -r more.txt; cd ..
cat > requirements-made.txt <<XX
written==1.0
XX
sudo bash <<'XX'
pip install root-shell==3
XX
uvx ruff@0.3.0 check pip install
uvx --from 'black==24.4.2' --with 'attrs,click[x]>=8,<9' black .
uv run --with pytest==8.2.0 --with-requirements extra.txt pytest
uv run pip install nested
uv add --dev pytest-cov
poetry add requests@^2.0 django==4.2 --group docs
poetry source add --priority=explicit torch https://torch.example/whl
pipx install isort==5.13.2 --pip-args='--index-url https://tools.example/simple'
pipx inject isort colorama==0.4.6
pipx run cowsay==6.1 moo
pdm add -dG test hypothesis
pipenv install --dev "tox>=4"
conda install -y -c conda-forge numpy=1.26 python==3.11.2 "scipy>=1.0" bioconda::samtools=1=h_0
easy_install -U distribute
echo $(pip install substituted==1) `pip install backquoted==1`
pip config set global.trusted-host host.example
uv sync --frozen
pip-sync locked.txt
python -m pip wheel --no-deps -w /tmp/w builder==1.0
pip download -d /tmp/d --platform manylinux2014_x86_64 --only-binary=:all: fetched==2.0
