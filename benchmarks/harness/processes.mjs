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

/**
 * The report of one contender next to the raw SDK, or next to another contender, in a process of its own: by mode, its
 * ratio and the times of both.
 * @param args the theme, the contender, the plan, one mode or '' for all, and the other contender
 */
export function contest(...args) {
  // The young generation has its full size from the start, as after some minutes of work. While it grows, what is made
  // second is moved so often that reading it took a fifth longer: the same query next to itself was 1.20.
  return reportOf(new URL('contest.mjs', import.meta.url), args, ['--min-semi-space-size=16'])
}
