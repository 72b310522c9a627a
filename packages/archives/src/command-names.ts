/** Programs that people and scripts call without a path: a package that installs one of these answers in its place. */
export const commandNames: ReadonlySet<string> = new Set(
  (
    'awk bash brew cargo cat cd chmod chown cmd cmake conda cp curl cut date dd deno df diff docker du echo env fish git go gpg ' +
    'grep gunzip gzip head id ifconfig ip java javac kill kubectl ln ls make man mkdir mount mv nc netstat node npm npx ' +
    'openssl passwd perl ping pip pip3 pipx pnpm poetry powershell ps pwd pwsh py pyenv pytest python python2 python3 rm rmdir rsync ' +
    'ruby rustc scp sed sh sha256sum ssh ssh-add ssh-agent ssh-keygen su sudo systemctl tail tar tee terraform top touch tr ' +
    'uname unzip uv uvx vi vim virtualenv wget which whoami xargs yarn zip zsh'
  ).split(' '),
)
