// The libraries that are compared with: installed on first use, and made to use the one copy of the SDK.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../peers/', import.meta.url))

/** They have a folder and a lock file of their own, so that those who never measure never fetch them. */
export function installPeers() {
  const modules = join(folder, 'node_modules')
  if (!existsSync(join(modules, 'dynamoose'))) {
    console.log('installing the peers into benchmarks/peers ...')
    const shell = process.platform === 'win32'
    const npm = shell ? 'npm.cmd' : 'npm'
    const { status } = spawnSync(npm, ['ci', '--ignore-scripts'], { cwd: folder, stdio: 'inherit', shell })
    if (status !== 0) process.exit(1)
  }
  // dynamoose brings an SDK of its own. Without it, its `require` finds that of the project, as those of the others do.
  const sdk = join(modules, '@aws-sdk')
  for (const name of readdirSync(sdk))
    if (name !== 'lib-dynamodb') rmSync(join(sdk, name), { recursive: true })
  for (const name of ['@smithy', '@aws']) rmSync(join(modules, name), { recursive: true, force: true })
}
