"""unzip.py ZIP FOLDER PREFIX... --without PREFIX...: unpacks the members that start so, with their permissions."""
import os
import sys
import zipfile

archive, folder, *rest = sys.argv[1:]
cut = rest.index("--without")
wanted, unwanted = tuple(rest[:cut]), tuple(rest[cut + 1 :])
with zipfile.ZipFile(archive) as opened:
    for member in opened.infolist():
        if not member.filename.startswith(wanted) or (unwanted and member.filename.startswith(unwanted)):
            continue
        path = opened.extract(member, folder)
        mode = member.external_attr >> 16 & 0o777
        if mode and not member.is_dir():
            os.chmod(path, mode)
