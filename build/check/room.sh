#!/bin/sh
# room.sh FOLDER CHECKOUT COMMAND...: inside fresh namespaces, lays a writable layer (kept in FOLDER) over the system's own folders and runs COMMAND there.
set -eu
folder=$1
checkout=$2
shift 2

mount --make-rprivate /
mount -t proc proc /proc
# Nothing but this computer itself can be reached.
ip link set lo up

mkdir "$folder/checkout"
mount --bind "$checkout" "$folder/checkout"
for name in etc home opt usr var; do
  [ -d "/$name" ] || continue
  mkdir -p "$folder/$name/upper" "$folder/$name/work"
  mount -t overlay overlay -o "lowerdir=/$name,upperdir=$folder/$name/upper,workdir=$folder/$name/work" "/$name"
done
# The checkout may lie in one of them; what tests write there is to stay.
mount --bind "$folder/checkout" "$checkout"

LESIONLAB_ROOM=1
export LESIONLAB_ROOM
exec "$@"
