#!/bin/sh
# LesionLab's command line: the core on the Node that came with it; no display and no Electron needed.
set -e

self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
home=$(cd "$(dirname "$self")/.." && pwd -P)
program=$home/resources/program

# Meant for other Nodes: a preloaded script or a module path of theirs would run in ours.
unset NODE_OPTIONS NODE_PATH
# Prints PDF reports.
LESIONLAB_ELECTRON=$home/lesionlab-window
export LESIONLAB_ELECTRON

exec "$program/bin/node" "$program/cli/index.js" "$@"
