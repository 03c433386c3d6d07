// What a user gets from the installed package at run time, from import and from require: run by
// scripts/check-package.mjs.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { basename, dirname } from 'node:path'

const require = createRequire(import.meta.url)
const warnings = []
process.on('warning', (warning) => warnings.push(String(warning)))
const required = require('dyntastic')
const loaded = Object.keys(require.cache).filter((path) => basename(dirname(path)) === 'parts')
assert.deepEqual(
  loaded.map((path) => basename(path)),
  ['core.js'],
  'loading loads the first part, and no other',
)
const imported = await import('dyntastic')
assert.equal(imported.Entity, required.Entity, 'import and require share one copy')
const testing = { imported: await import('dyntastic/testing'), required: require('dyntastic/testing') }

assert.deepEqual(names(imported), names(required), 'import and require show the same names')
assert.deepEqual(names(testing.imported), names(testing.required), 'and so does the testing entry')
for (const name of ['Entity', 'Repository', 'CommandExecutor', 'Table', 'DyntasticError'])
  assert.equal(typeof imported[name], 'function', `${name} is exported`)

const inside = { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' }
for (const path of ['dyntastic/models', 'dyntastic/dist/esm/index.js', 'dyntastic/lib/index.ts']) {
  await assert.rejects(import(path), inside, `${path} cannot be imported`)
  assert.throws(() => require(path), inside, `${path} cannot be required`)
}

const error = new imported.EntityDefinitionError({ detail: 'across copies' })
assert.ok(error instanceof required.DyntasticError, 'instanceof holds across the two builds')

for (const [kind, library, { startLocal }] of [
  ['import', imported, testing.imported],
  ['require', required, testing.required],
]) {
  const { attribute, CommandExecutor, Entity, Repository, s } = library
  const User = new Entity({
    name: 'User',
    table: `Users-${kind}`,
    attributes: { userId: s.string(), age: attribute(s.integer(), { default: 0 }) },
    key: { partition: 'userId' },
  })
  const local = await startLocal()
  const users = new Repository(User, new CommandExecutor({ client: local.client }))
  await users.save({ userId: 'u1' })
  assert.deepEqual(await users.get('u1'), { userId: 'u1', age: 0 }, `${kind}: saved and read back`)
  // Each kind of operation loads a part of its own.
  await users.update('u1').add('age', 1)
  assert.equal((await users.query().where('userId').eq('u1')).length, 1, `${kind}: updated and queried`)
  await local.stop()
}

const streams = { imported: await import('dyntastic/streams'), required: require('dyntastic/streams') }
assert.deepEqual(
  names(streams.imported),
  names(streams.required),
  'import and require show the same names of the streams entry',
)

await new Promise((resolve) => setImmediate(resolve))
assert.deepEqual(
  warnings.filter((warning) => !warning.includes('AWS SDK')),
  [],
  'loading and running print no warnings',
)

function names(module) {
  return Object.keys(module)
    .filter((name) => name !== 'default' && name !== 'module.exports' && name !== '__esModule')
    .sort()
}
