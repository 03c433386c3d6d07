// The declared SDK range is a working one: the specs of sending against its lowest version, with all that comes with
// it, and against the newest.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../', import.meta.url))
const { peerDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
const client = '@aws-sdk/client-dynamodb'
// `^3.1000.0` begins at 3.1000.0.
const lowest = peerDependencies[client].replace(/^[^\d]*/, '')
/** The last core whose log filter copies each input and output for a logger that is off. */
const filteringCore = '3.981.0'
const copied = ['lib', 'spec', 'package.json', 'tsconfig.json']
/** Folders of packages whose versions are under test; all others are the project's own. */
const scopes = ['@aws-sdk', '@smithy']
const specs = ['spec/executor/**/*.spec.ts', 'spec/operation/**/*.spec.ts']
// Not by .mocharc.json: specs named there would run together with those named here.
const settings = ['--no-config', '--node-option', 'import=./spec/register.js', '--timeout', '60000']
const reporter = ['--reporter', './spec/support/summary-reporter.cjs']

const folder = mkdtempSync(join(tmpdir(), 'dyntastic-sdk-'))
try {
  for (const path of copied) cpSync(join(project, path), join(folder, path), { recursive: true })
  linkPackages()
  const overrides = { '@aws-sdk/core': filteringCore }
  // It has no vector indexes: only that a search is refused there is checked, with the table of commands.
  const ignored = ['spec/operation/search/**/*.spec.ts']
  check('lowest', { wanted: lowest, streams: `<=${lowest}`, overrides, ignored })
  check('newest', {
    wanted: peerDependencies[client],
    streams: peerDependencies[client],
    overrides: {},
    ignored: [],
  })
  console.log('check-sdk: all good')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function linkPackages() {
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(project, 'node_modules')))
    if (!scopes.includes(name))
      symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name))
}

function check(what, { wanted, streams, overrides, ignored }) {
  const place = mkdtempSync(join(tmpdir(), 'dyntastic-sdk-packages-'))
  try {
    const dependencies = {
      [client]: wanted,
      '@aws-sdk/client-dynamodb-streams': streams,
      '@aws-sdk/util-dynamodb': '^3.996.0',
    }
    writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies, overrides }))
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'], place)
    for (const scope of scopes) {
      rmSync(join(folder, 'node_modules', scope), { recursive: true, force: true })
      cpSync(join(place, 'node_modules', scope), join(folder, 'node_modules', scope), { recursive: true })
    }
    // What only the SDK needs.
    for (const name of readdirSync(join(place, 'node_modules')))
      if (!readdirSync(join(folder, 'node_modules')).includes(name) && !name.startsWith('.'))
        cpSync(join(place, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true })
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
  const versions = [client, '@aws-sdk/core'].map((name) => `${name} ${versionOf(name)}`).join(', ')
  const mocha = 'node_modules/mocha/bin/mocha.js'
  const without = ignored.flatMap((pattern) => ['--ignore', pattern])
  const output = run('node', [mocha, ...settings, ...reporter, ...without, ...specs])
  const counted = /^\d+ passed, \d+ failed.*$/m.exec(output)?.[0] ?? '0 passed'
  if (/^0 passed/.test(counted)) throw new Error('check-sdk: FAILED: no spec was run')
  console.log(`check-sdk: ${what} (${versions}): ${counted}`)
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
}

function run(command, args, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  })
  if (status !== 0) throw new Error(`check-sdk: FAILED: ${command} ${args.join(' ')}\n${stdout}${stderr}`)
  return stdout
}
