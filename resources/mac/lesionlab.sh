#!/bin/sh
# LesionLab's command line: the core on the Node that came with it. A link to this file may stand on the path.
set -e

self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
contents=$(cd "$(dirname "$self")/../.." && pwd -P)
program=$contents/Resources/program

unset NODE_OPTIONS NODE_PATH
LESIONLAB_ELECTRON=$contents/MacOS/LesionLab
export LESIONLAB_ELECTRON

exec "$program/bin/node" "$program/cli/index.js" "$@"
