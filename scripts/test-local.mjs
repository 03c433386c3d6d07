// Runs every engine spec on DynamoDB Local: fetch, start, mocha, stop. Arguments are spec files to run instead, or
// mocha's own options.
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasJava, startDynamoDBLocal } from './dynamodb-local.mjs'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const folders = ['engine', 'journeys', 'properties'].map((name) => path.join('spec', name, path.sep))

process.exitCode = await testLocal()

async function testLocal() {
  if (!hasJava()) {
    console.error(
      'SKIPPED: the specs on DynamoDB Local need a Java runtime (17 or newer), which was not found.',
    )
    return process.env.CI === 'true' ? 1 : 0
  }
  const local = await startDynamoDBLocal()
  console.log(`DynamoDB Local listens at ${local.endpoint}`)
  const stopAndLeave = () => local.stop().then(() => process.exit(130))
  process.once('SIGINT', stopAndLeave)
  process.once('SIGTERM', stopAndLeave)
  try {
    return await mocha(local.endpoint)
  } finally {
    await local.stop()
  }
}

async function mocha(endpoint) {
  const given = process.argv.slice(2)
  const specs = given.some((argument) => argument.endsWith('.ts')) ? [] : await engineSpecs()
  // The project's own .mocharc.json names every spec; here only those that touch an engine run.
  const reporter = path.join('spec', 'support', 'summary-reporter.cjs')
  const settings = [
    '--node-option',
    'import=./spec/register.js',
    '--timeout',
    '60000',
    '--reporter',
    reporter,
  ]
  const options = ['--no-config', ...settings]
  const program = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js')
  const child = spawn(process.execPath, [program, ...options, ...specs, ...given], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DYNTASTIC_TEST_ENDPOINT: endpoint },
  })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

// The specs of the folders for engine specs, and every other one that imports the engine.
async function engineSpecs() {
  const files = await readdir(path.join(root, 'spec'), { recursive: true })
  const specs = files.filter((file) => file.endsWith('.spec.ts')).map((file) => path.join('spec', file))
  const wanted = []
  for (const spec of specs.sort())
    if (folders.some((folder) => spec.startsWith(folder)) || (await usesEngine(spec))) wanted.push(spec)
  return wanted
}

async function usesEngine(spec) {
  return (await readFile(path.join(root, spec), 'utf8')).includes('withEngine(')
}
