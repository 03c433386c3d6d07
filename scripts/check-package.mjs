// The package as users get it: built, packed, linted, installed alone into an empty folder, loaded, compiled against,
// bundled.
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleSizes, loadRatio } from './package-costs.mjs'

const project = fileURLToPath(new URL('../', import.meta.url))
const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
/** The oldest compiler that users may have, the last of each older major, and the two that build the project. */
const compilers = ['5.4.5', '5.9.3', '6.0.3', '7.0.2']
/** The most that a bundle may weigh, in bytes after gzip, and loading may take, relative to loading the SDK. */
const limits = {
  gzipped: { 'a handler with one get': 224_000, 'an error class': 8_000, 'every name': 230_000 },
  loading: 0.3,
}
const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }

const folder = mkdtempSync(join(tmpdir(), 'dyntastic-package-'))
try {
  const tarball = packed()
  installed(tarball)
  loads()
  await serves()
  await bundles()
  costsOfLoading()
  compiles()
  console.log('check-package: all good')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function packed() {
  // `prepack` builds; what it prints comes before the response.
  const output = run('pack', 'npm', ['pack', '--json', '--pack-destination', folder], project)
  const [{ filename, files, size: bytes }] = JSON.parse(output.slice(output.indexOf('[\n')))
  const strays = files.map(({ path }) => path).filter((path) => !isShipped(path))
  if (strays.length > 0)
    fail(`the tarball holds files that do not belong to the package: ${strays.join(', ')}`)
  const tarball = join(folder, filename)
  console.log(`  ${files.length} files, ${kilobytes(bytes)} packed`)
  run('publint --strict', 'npx', ['publint', '--strict', tarball], project)
  run('attw', 'npx', ['attw', tarball, '--no-color', '--format', 'ascii'], project)
  return tarball
}

function isShipped(path) {
  const texts = ['README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
  return /^(dist|lib|docs|examples)\//.test(path) || path === 'package.json' || texts.includes(path)
}

function installed(tarball) {
  write('package.json', { name: 'consumer', private: true, type: 'module', allowScripts: {} })
  run('install the tarball alone', 'npm', ['install', '--no-audit', '--no-fund', tarball])
  const client = JSON.parse(
    readFileSync(join(folder, 'node_modules/@aws-sdk/client-dynamodb/package.json'), 'utf8'),
  )
  console.log(`  its peer arrives: @aws-sdk/client-dynamodb ${client.version}`)
}

function loads() {
  copyFileSync(join(project, 'scripts/consumer/run.mjs'), join(folder, 'run.mjs'))
  run('import, require, what is closed, and the embedded engine from both builds', 'node', ['run.mjs'])
}

// `npx dyntastic local`, as an installed package has it: it returns a request, and a signal ends it.
async function serves() {
  const help = run('npx dyntastic --help', 'npx', ['--no-install', 'dyntastic', '--help'])
  if (!help.includes('Usage: dyntastic local')) fail(`dyntastic --help printed:\n${help}`)
  const wrong = spawnSync('npx', ['--no-install', 'dyntastic', 'local', '--prot', '1'], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (wrong.status !== 1 || !wrong.stderr.includes('did you mean --port?'))
    fail(`an unknown option: exit code ${wrong.status}\n${wrong.stderr}`)
  for (const signal of ['SIGINT', 'SIGTERM']) await served(signal)
  console.log('check-package: dyntastic local serves requests, and ends on SIGINT and SIGTERM')
}

async function served(signal) {
  const child = spawn(join(folder, 'node_modules/.bin/dyntastic'), ['local', '--port', '0'], { cwd: folder })
  let output = ''
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  const started = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output += text
        if (/at http:\S+/.test(output)) resolve()
      })
  })
  try {
    await Promise.race([started, ended])
    const [, endpoint = ''] = /at (http:\S+)/.exec(output) ?? []
    if (endpoint === '') fail(`dyntastic local printed:\n${output}`)
    const authorization = 'AWS4-HMAC-SHA256 Credential=local/20300101/us-east-1/dynamodb/aws4_request'
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables', authorization }
    const response = await fetch(endpoint, { method: 'POST', headers, body: '{}' })
    const text = await response.text()
    if (text !== '{"TableNames":[]}')
      fail(`dyntastic local responded to ListTables with ${response.status} ${text}`)
  } finally {
    child.kill(signal)
  }
  const code = await ended
  if (code !== 0) fail(`dyntastic local ended with exit code ${code} on ${signal}\n${output}`)
}

async function bundles() {
  const sizes = await bundleSizes(folder)
  for (const [program, { minified, gzipped }] of Object.entries(sizes)) {
    const limit = limits.gzipped[program]
    console.log(
      `  bundle of ${program}, SDK external: ${kilobytes(minified)} minified, ${kilobytes(gzipped)} gzipped (limit ${kilobytes(limit)})`,
    )
    if (!(gzipped <= limit)) fail(`the bundle of ${program} is above its limit, ${kilobytes(limit)}`)
  }
}

function costsOfLoading() {
  const ratio = loadRatio(folder)
  console.log(
    `  loading it after the SDK takes ${ratio.toFixed(2)} of the SDK's time (limit ${limits.loading})`,
  )
  if (!(ratio <= limits.loading)) fail('loading takes longer than its limit')
}

function compiles() {
  const aliases = compilers.map((version) => `typescript-${version}@npm:typescript@${version}`)
  const types = `@types/node@${manifest.devDependencies['@types/node']}`
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-bin-links', '--save-dev']
  run('install compilers', 'npm', ['install', ...flags, ...aliases, types])
  mkdirSync(join(folder, 'esm'))
  mkdirSync(join(folder, 'cjs'))
  // `module: nodenext` decides by the nearest package.json: the same program as an ES module and as CommonJS.
  write('cjs/package.json', { type: 'commonjs' })
  for (const name of ['consumer.ts', 'direct.ts'])
    copyFileSync(join(project, 'scripts/consumer', name), join(folder, 'esm', name))
  copyFileSync(join(project, 'scripts/consumer/consumer.ts'), join(folder, 'cjs/consumer.ts'))
  for (const version of compilers) {
    const old = Number(version.split('.')[0]) < 6
    check(version, 'nodenext', ['esm', 'cjs'])
    check(version, 'esnext', ['esm'], 'bundler')
    // TypeScript 7 has no node10 resolution, and 6 warns of it.
    if (old) check(version, 'commonjs', ['cjs'], 'node10')
  }
}

function check(version, module, include, moduleResolution = module) {
  const compilerOptions = { ...strict, module, moduleResolution, target: 'es2022', lib: ['es2023'] }
  const base = { ...compilerOptions, types: ['node'], noEmit: true }
  const compiler = join(folder, 'node_modules', `typescript-${version}`, 'bin/tsc')
  const what = `typescript ${version}, module ${module}, resolution ${moduleResolution}`
  write('tsconfig.json', { compilerOptions: { ...base, skipLibCheck: true }, include })
  run(what, 'node', [compiler, '-p', '.'])
  if (include.includes('cjs')) return
  // Once more with the declarations themselves checked; only errors in ours and in the program count, not the SDK's.
  write('tsconfig.json', { compilerOptions: { ...base, skipLibCheck: false }, include })
  const { stdout } = spawnSync('node', [compiler, '-p', '.', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const ours = stdout.split('\n').filter((line) => /^(esm|cjs|node_modules\/dyntastic)\//.test(line))
  if (ours.length > 0) fail(`${what}, declarations checked:\n${ours.join('\n')}`)
}

function run(what, command, args, cwd = folder) {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  })
  if (status !== 0) fail(`${what}\n${stdout}${stderr}`)
  console.log(`check-package: ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  return stdout
}

function write(path, value) {
  writeFileSync(join(folder, path), `${JSON.stringify(value, null, 2)}\n`)
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} KB`
}

// An error, not process.exit: the temporary folder is to be removed.
function fail(message) {
  throw new Error(`check-package: FAILED: ${message}`)
}
