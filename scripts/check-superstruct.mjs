// The declared superstruct range is a working one: types and pure specs against its lowest and its highest version.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
const range = dependencies.superstruct
// `^2.0.0` begins at 2.0.0; what it ends at today, the package client finds.
const lowest = range.replace(/^[^\d]*/, '')
const copied = ['lib', 'spec', 'package.json', 'tsconfig.json']
const specs = ['spec/entity/**/*.spec.ts', 'spec/expression/**/*.spec.ts']
// Not by .mocharc.json: specs named there would run together with those named here.
const settings = ['--no-config', '--node-option', 'import=./spec/register.js', '--timeout', '60000']
const reporter = ['--reporter', './spec/support/summary-reporter.cjs']

const folder = mkdtempSync(join(tmpdir(), 'dyntastic-superstruct-'))
try {
  for (const path of copied) cpSync(join(project, path), join(folder, path), { recursive: true })
  linkPackages()
  for (const wanted of [lowest, range]) check(wanted)
  console.log('check-superstruct: all good')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

// The project's own packages, but for superstruct: that place is free for the version under test.
function linkPackages() {
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(project, 'node_modules')))
    if (name !== 'superstruct')
      symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name))
}

function check(wanted) {
  const place = join(folder, 'node_modules/superstruct')
  const [{ filename }] = JSON.parse(run('npm', ['pack', `superstruct@${wanted}`, '--json']))
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place)
  run('tar', ['-xzf', filename, '-C', place, '--strip-components=1'])
  const { version } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
  run('node', ['node_modules/@typescript/native/bin/tsc', '-p', 'lib', '--noEmit'])
  const mocha = 'node_modules/mocha/bin/mocha.js'
  const output = run('node', [mocha, ...settings, ...reporter, ...specs])
  const counted = /^\d+ passed, \d+ failed.*$/m.exec(output)?.[0] ?? '0 passed'
  if (/^0 passed/.test(counted)) throw new Error('check-superstruct: FAILED: no spec was run')
  console.log(`check-superstruct: superstruct ${version} (${wanted}): ${counted}`)
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  })
  if (status !== 0)
    throw new Error(`check-superstruct: FAILED: ${command} ${args.join(' ')}\n${stdout}${stderr}`)
  return stdout
}
