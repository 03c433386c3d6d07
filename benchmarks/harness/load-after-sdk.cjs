// One process: the CPU time of loading the SDK, and then of loading one package more. Prints one line of JSON.
const { createRequire } = require('node:module')
const { join } = require('node:path')

const [path] = process.argv.slice(2)
// Peers are found in their own folder, and everything else (superstruct, this library) from here upwards.
const find = createRequire(join(__dirname, '../peers/index.cjs'))

const from = process.cpuUsage()
require('@aws-sdk/client-dynamodb')
require('@aws-sdk/util-dynamodb')
const sdk = process.cpuUsage(from)
const between = process.cpuUsage()
find(path)
const own = process.cpuUsage(between)

process.stdout.write(`${JSON.stringify({ sdk: sum(sdk), own: sum(own) })}\n`)

function sum({ user, system }) {
  return (user + system) / 1000
}
