// Which SDK the benchmarks run on, and whether the registry has a newer one: a lead must hold when the SDK is at its
// best.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

const client = '@aws-sdk/client-dynamodb'
const packages = new URL('../../node_modules/', import.meta.url)

/** The versions that are measured with, and the machine. */
export function measuredOn() {
  return {
    client: versionOf(client),
    core: versionOf('@aws-sdk/core'),
    node: process.version,
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`,
  }
}

/**
 * The newer versions in the registry, as text; an empty list if there are none, or if the registry cannot be reached.
 */
export function newerPackages() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  return [client, '@aws-sdk/core'].flatMap((name) => {
    const { status, stdout } = spawnSync(npm, ['view', name, 'version'], {
      encoding: 'utf8',
      timeout: 20_000,
      shell: process.platform === 'win32',
    })
    const newest = stdout?.trim()
    const mine = versionOf(name)
    return status === 0 && newest !== '' && newest !== mine
      ? [`${name} ${newest} is out, and this is ${mine}`]
      : []
  })
}

function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8')).version
}
