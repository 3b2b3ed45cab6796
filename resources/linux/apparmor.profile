# Ubuntu 24.04 and later let only named programs make user namespaces, of which Chromium's sandbox is built. Nothing else is confined.
abi <abi/4.0>,
include <tunables/global>

profile lesionlab /opt/LesionLab/lesionlab-window flags=(unconfined) {
  userns,

  include if exists <local/lesionlab>
}
