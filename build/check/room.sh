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

# Held here while its own path may vanish under one of the layers below; what tests write there is to stay.
mount --bind "$checkout" /mnt
for name in etc home opt usr var; do
  [ -d "/$name" ] || continue
  mkdir -p "$folder/$name/upper" "$folder/$name/work"
  mount -t overlay overlay -o "lowerdir=/$name,upperdir=$folder/$name/upper,workdir=$folder/$name/work" "/$name"
done
# Display servers keep their locks and sockets there: by the numbers of processes in this room they would take those of others outside.
mkdir -m 1777 "$folder/tmp"
mount --bind "$folder/tmp" /tmp
mkdir -p "$checkout"
mount --bind /mnt "$checkout"
umount /mnt

LESIONLAB_ROOM=1
export LESIONLAB_ROOM
exec "$@"
