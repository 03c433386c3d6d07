// Runs the specs of faults, outcomes, errors, aborts, limits, injection and mocks with the SDK's bodies.
// `npm run spec` runs them with our own.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../', import.meta.url))
// Each suite of them that can runs on both transports by itself (`onEachTransport`).
const ofEngine = ['batches', 'errors', 'losses', 'queries', 'save', 'transactions', 'updates-once', 'updates']
const specs = [
  ...['faults', 'journeys', 'di', 'executor', 'executor/*'].map((room) => `spec/${room}/*.spec.ts`),
  ...ofEngine.map((name) => `spec/engine/${name}.spec.ts`),
]
const settings = ['--no-config', '--node-option', 'import=./spec/register.js', '--timeout', '180000']
const reporter = ['--reporter', './spec/support/summary-reporter.cjs']
const mocha = join(project, 'node_modules', 'mocha', 'bin', 'mocha.js')
const { status } = spawnSync(process.execPath, [mocha, ...settings, ...reporter, ...specs], {
  cwd: project,
  stdio: 'inherit',
  env: { ...process.env, DYNTASTIC_BODIES: 'sdk' },
})
process.exitCode = status ?? 1
if (status === 0) console.log('check-bodies: all good')
