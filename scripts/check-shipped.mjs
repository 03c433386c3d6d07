// The package as users ship it: packed from a fresh clone, bundled and minified in many ways, run under Jest and
// Vitest, declared by tsc.
import { spawn, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../', import.meta.url))
const programs = fileURLToPath(new URL('shipped/', import.meta.url))

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

const folder = mkdtempSync(join(tmpdir(), 'dyntastic-shipped-'))
const app = join(folder, 'app')
try {
  const tarball = await packed()
  await installed(tarball)
  await declares()
  await bundles()
  await tests()
  console.log('check-shipped: all good')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The tarball of a fresh clone, in which nothing was built by hand. */
async function packed() {
  const { stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: project, encoding: 'utf8' })
  if (stdout !== '') console.log('check-shipped: NOTE: changes that are not committed are not tried')
  const clone = join(folder, 'clone')
  await run('git clone', 'git', ['clone', '--quiet', '--no-hardlinks', project, clone], folder)
  await run('npm ci in the clone', 'npm', ['ci', '--no-audit', '--no-fund'], clone)
  const output = await run(
    'npm pack in the clone',
    'npm',
    ['pack', '--json', '--pack-destination', folder],
    clone,
  )
  const [{ filename, files }] = JSON.parse(output.slice(output.indexOf('[\n')))
  const paths = files.map(({ path }) => path)
  const { exports: entries } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'))
  const promised = Object.values(entries).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(Object.values),
  )
  const missing = promised.map((path) => path.replace(/^\.\//, '')).filter((path) => !paths.includes(path))
  if (missing.length > 0)
    fail(`npm pack in a fresh clone left out what package.json promises: ${missing.join(', ')}`)
  return join(folder, filename)
}

async function installed(tarball) {
  mkdirSync(app)
  for (const name of readdirSync(programs))
    if (name !== 'node_modules') copyFileSync(join(programs, name), join(app, name))
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts']
  await run('install bundlers and test runners', 'npm', ['ci', ...quiet])
  await run('install the tarball', 'npm', ['install', '--no-save', ...quiet, tarball])
}

async function bundles() {
  const plain = { name: 'no bundler', kind: 'mjs' }
  const ways = [plain, ...JSON.parse(await run('ways to bundle', 'node', ['bundle.mjs']))]
  const outcomes = new Map()
  const waiting = ways.map((way, at) => [way, at])
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.set(
        next[0].name,
        await behavioursOf(...next).catch((error) => [{ behaviour: 'it runs', fault: error.message }]),
      )
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane))
  const expected = outcomes.get(plain.name)?.map(({ behaviour }) => behaviour) ?? []
  const faults = ways.flatMap(({ name }) => faultsOf(name, expected, outcomes.get(name) ?? []))
  if (faults.length > 0) fail(`${faults.length} faults:\n${faults.join('\n')}`)
  if (expected.length < 13) fail(`only ${expected.length} behaviours were tried`)
  console.log(`check-shipped: ${expected.length} behaviours hold in each of ${ways.length} programs`)
}

async function behavioursOf({ name, kind }, at) {
  const file = `bundle-${at}.${kind}`
  const program = name === 'no bundler' ? 'behaviours.mjs' : file
  if (name !== 'no bundler')
    await run(`bundle: ${name}`, 'node', ['bundle.mjs', name, 'behaviours.mjs', file])
  const output = await run(`behaviours: ${name}`, 'node', [program])
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

function faultsOf(name, expected, outcomes) {
  const tried = new Set(outcomes.map(({ behaviour }) => behaviour))
  const untried = expected
    .filter((behaviour) => !tried.has(behaviour))
    .map((behaviour) => `${name}: NOT TRIED: ${behaviour}`)
  const faults = outcomes.filter(({ fault }) => fault !== undefined)
  return [
    ...untried,
    ...faults.map(({ behaviour, fault }) => `${name}: ${behaviour}: ${fault.slice(0, 1_000)}`),
  ]
}

async function tests() {
  const suites = join(app, 'suites')
  mkdirSync(join(suites, 'jest'), { recursive: true })
  mkdirSync(join(suites, 'vitest'), { recursive: true })
  const suite = readFileSync(join(programs, 'suite.cjs'), 'utf8')
  writeFileSync(join(suites, 'jest/users.test.js'), suite)
  writeFileSync(join(suites, 'jest/package.json'), '{ "type": "commonjs" }')
  // The same test with imports, as Vitest has it.
  const imported = suite
    .replaceAll(/^const (\{[^=]*\}) = require\((.*)\)$/gm, 'import $1 from $2')
    .replace(/^/, "import { afterAll, beforeAll, describe, expect, it } from 'vitest'\n")
  writeFileSync(join(suites, 'vitest/users.test.mjs'), imported)
  const count = (suite.match(/^ {2}it\(/gm) ?? []).length
  await ran(
    'Jest (CommonJS, defaults)',
    ['node_modules/jest/bin/jest.js', '--rootDir', join(suites, 'jest')],
    count,
  )
  await ran('Vitest', ['node_modules/vitest/vitest.mjs', 'run', '--root', join(suites, 'vitest')], count)
}

// A runner that finds no tests must not pass for one whose tests passed.
async function ran(what, args, count) {
  const output = await run(what, 'node', args, app, { CI: 'true', NO_COLOR: '1' })
  if (!new RegExp(`Tests:?\\s+${count} passed`).test(output))
    fail(`${what}: ${count} tests were to pass:\n${output}`)
}

/** Declarations of a user's repository with every shape of method, emitted, and then compiled against. */
async function declares() {
  const folders = { emitted: join(app, 'declared'), user: join(app, 'user') }
  for (const path of Object.values(folders)) mkdirSync(path)
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ ...JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')), type: 'module' }),
  )
  copyFileSync(join(programs, 'declarations.ts'), join(folders.emitted, 'declarations.ts'))
  copyFileSync(join(programs, 'annotations.ts'), join(folders.emitted, 'annotations.ts'))
  copyFileSync(join(programs, 'declared-user.ts'), join(folders.user, 'declared-user.ts'))
  const native = join(project, 'node_modules/@typescript/native/bin/tsc')
  const ways = {
    'TypeScript 7, nodenext': [native, 'nodenext', 'nodenext'],
    'TypeScript 7, bundler': [native, 'esnext', 'bundler'],
    'TypeScript 6, nodenext': [join(project, 'node_modules/typescript/bin/tsc'), 'nodenext', 'nodenext'],
  }
  for (const [what, [compiler, module, moduleResolution]] of Object.entries(ways)) {
    const shared = { strict: true, exactOptionalPropertyTypes: true, target: 'es2023', skipLibCheck: true }
    const base = { ...shared, types: [], module, moduleResolution }
    const emits = { ...base, declaration: true, outDir: 'out', rootDir: 'declared' }
    const composite = { ...emits, composite: true, tsBuildInfoFile: 'out/declarations.tsbuildinfo' }
    const isolated = { ...emits, isolatedDeclarations: true }
    rmSync(join(app, 'out'), { recursive: true, force: true })
    await compiled(`declarations, ${what}: composite`, compiler, composite, ['declared/declarations.ts'])
    await compiled(`declarations, ${what}: isolated`, compiler, isolated, ['declared/annotations.ts'])
    await compiled(`declarations, ${what}: used`, compiler, { ...base, noEmit: true }, [
      'user/declared-user.ts',
    ])
  }
}

function compiled(what, compiler, compilerOptions, files) {
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  return run(what, 'node', [compiler, '-p', '.', '--pretty', 'false'])
}

function run(what, command, args, cwd = app, env = {}) {
  const started = performance.now()
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'])
    child[stream].setEncoding('utf8').on('data', (text) => {
      output[stream] += text
    })
  return new Promise((done, refused) => {
    child.once('error', refused)
    child.once('close', (status) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      if (status !== 0) refused(failure(`${what}\n${output.stdout}${output.stderr}`.slice(0, 20_000)))
      console.log(`check-shipped: ${what} (${seconds} s)`)
      // Jest prints its summary on the other stream.
      done(what.startsWith('Jest') ? output.stderr : output.stdout)
    })
  })
}

// An error, not process.exit: the temporary folder is to be removed.
function fail(message) {
  throw failure(message)
}

function failure(message) {
  return new Error(`check-shipped: FAILED: ${message}`)
}
