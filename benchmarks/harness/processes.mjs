// Runs a measuring script in a process of its own, and reads the line of JSON that it prints.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * The report of a script.
 * @param script its URL
 * @param args its arguments
 * @param flags options of node itself
 * @throws Error with the script's own words where it fails
 */
export function reportOf(script, args, flags = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, fileURLToPath(script), ...args], {
    encoding: 'utf8',
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  })
  if (status !== 0) throw new Error(`${fileURLToPath(script)} ${args.join(' ')} failed:\n${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1))
}
