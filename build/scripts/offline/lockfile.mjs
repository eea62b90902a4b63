// Platform-specific packages in package-lock.json.

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {{ packages: Record<string, LockedPackage> }} Lockfile
 */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/**
 * Optional dependencies of locked packages that are not locked themselves.
 * @param {Lockfile} lock
 * @returns {{ name: string, version: string, parent: string }[]}
 */
export function missingPlatformPackages({ packages }) {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
      .map(([name, version]) => ({ name, version, parent: path.replace(/^node_modules\//, '') })),
  );
}

/**
 * The platform in a package's name: `@oxlint/binding-linux-x64-musl` is Linux on x64 with musl.
 * @param {string} name
 * @returns {Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | null}
 */
export function platformOf(name) {
  const parts = name.split(/[/-]/);
  const cpu = processors.find((processor) => parts.includes(processor));
  if (cpu === undefined) return null;
  if (cpu === 'wasm32') return { cpu: [cpu] };
  const os = systems.find((system) => parts.includes(system));
  if (os === undefined) return null;
  if (os !== 'linux' || cpu === 'arm') return { cpu: [cpu], os: [os] };
  const libc = parts.includes('musl') ? ['musl'] : parts.includes('gnu') ? ['glibc'] : null;
  return { cpu: [cpu], ...(libc === null ? {} : { libc }), os: [os] };
}
