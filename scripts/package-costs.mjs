// What the installed package costs those who ship it: bytes of bundles, as esbuild makes them, and the CPU time of
// loading it.
import { spawnSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Programs by what they use. Each is bundled with superstruct and without the SDK, which Lambda's runtimes have. */
const programs = {
  'a handler with one get': `
    import { CommandExecutor, Entity, Repository } from 'dyntastic'
    import { integer, string } from 'superstruct'
    const attributes = { userId: string(), name: string(), age: integer() }
    const User = new Entity({ name: 'User', table: 'users', attributes, key: { partition: 'userId' } })
    const users = new Repository(User, new CommandExecutor({ autoCreateTables: false }))
    export const handler = async (event) => users.get(event.userId)`,
  'an error class': `
    import { ConditionFailedError } from 'dyntastic'
    export const isConflict = (error) => error instanceof ConditionFailedError`,
  'every name': `export * from 'dyntastic'`,
}

/**
 * The bytes of each program, bundled in a folder where the package is installed: `{ minified, gzipped }`.
 * @param external packages besides the SDK that are left out
 */
export async function bundleSizes(folder, external = []) {
  const sizes = {}
  for (const [program, contents] of Object.entries(programs)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      write: false,
      minify: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['@aws-sdk/*', '@smithy/*', ...external],
      logLevel: 'error',
      // Not the paths of this project's own tsconfig.json.
      tsconfigRaw: {},
    })
    const [{ contents: bytes }] = outputFiles
    sizes[program] = { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length }
  }
  return sizes
}

const loading = `
  const spent = (from) => {
    const { user, system } = process.cpuUsage(from)
    return user + system
  }
  const start = process.cpuUsage()
  require('@aws-sdk/client-dynamodb')
  require('@aws-sdk/util-dynamodb')
  const sdk = spent(start)
  const between = process.cpuUsage()
  require('dyntastic')
  process.stdout.write(String(spent(between) / sdk))`

/**
 * The CPU time of requiring the package in a new process, relative to that of the SDK before it: the median of several.
 */
export function loadRatio(folder, times = 9) {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
  const ratios = Array.from({ length: times }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', loading], {
      cwd: folder,
      encoding: 'utf8',
      env,
    })
    if (!(Number(stdout) > 0)) throw new Error(`the package did not load: ${stderr}`)
    return Number(stdout)
  })
  return ratios.sort((a, b) => a - b)[Math.floor(times / 2)]
}
