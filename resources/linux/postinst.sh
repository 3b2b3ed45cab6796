#!/bin/sh
# After installation or upgrade: Chromium's sandbox must work for every user, whatever this system allows.
set -e

app=/opt/LesionLab
profile=/etc/apparmor.d/lesionlab

if [ "$1" = configure ]; then
  # Where user namespaces are switched off Chromium falls back on this helper, which then needs root's rights.
  chown root:root "$app/chrome-sandbox"
  chmod 4755 "$app/chrome-sandbox"

  # A parser that does not know the rule (before AppArmor 4) means a system that does not need it.
  if [ -d /etc/apparmor.d ] && command -v apparmor_parser > /dev/null 2>&1 &&
    apparmor_parser --skip-kernel-load --skip-cache "$app/resources/linux/apparmor.profile" > /dev/null 2>&1; then
    cp -f "$app/resources/linux/apparmor.profile" "$profile"
    chmod 644 "$profile"
    # A container has no AppArmor of its own to load it into; the next start of the system does it.
    apparmor_parser --replace --write-cache "$profile" > /dev/null 2>&1 || true
  fi
fi
