#!/bin/sh
# After removal. What users made lies in their home folders and is never touched.
set -e

profile=/etc/apparmor.d/lesionlab

if [ "$1" = remove ] || [ "$1" = purge ]; then
  if [ -e "$profile" ]; then
    if command -v apparmor_parser > /dev/null 2>&1; then
      apparmor_parser --remove "$profile" > /dev/null 2>&1 || true
    fi
    rm -f "$profile"
  fi
fi
