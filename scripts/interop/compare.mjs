// Compares what other libraries and dyntastic store and read: each on an embedded engine of its own.
import { startLocal } from 'dyntastic/testing'
import { Report } from './both-ways.mjs'
import { checkElectroDB } from './electrodb.mjs'
import { checkSparseKeys } from './electrodb-sparse.mjs'
import { checkOneTable } from './onetable.mjs'
import { checkToolbox } from './toolbox.mjs'

const libraries = {
  ElectroDB: checkElectroDB,
  'ElectroDB with sparse keys': checkSparseKeys,
  'DynamoDB-Toolbox': checkToolbox,
  OneTable: checkOneTable,
}

let failed = false
for (const [library, check] of Object.entries(libraries)) {
  const { client, stop } = await startLocal()
  const report = new Report(library)
  await check(client, report)
  await stop?.()
  for (const fault of report.faults) console.error(`check-interop: DIFFERENT: ${fault}`)
  failed ||= report.faults.length > 0
  console.log(`check-interop: ${library}: ${report.compared} comparisons, ${report.faults.length} differ`)
}
if (failed) process.exitCode = 1
