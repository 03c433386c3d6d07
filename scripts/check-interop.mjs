// Tables of other libraries: installs the libraries, and compares what they and dyntastic store and read.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../', import.meta.url))
const folder = fileURLToPath(new URL('interop/', import.meta.url))

run('npm', ['ci', '--ignore-scripts'], folder)
run(process.execPath, ['--import', 'tsx', 'scripts/interop/compare.mjs'], project)
console.log('check-interop: all good')

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0)
    throw new Error(`check-interop: FAILED: ${command} ${args.join(' ')}${error ? `: ${error.message}` : ''}`)
}
