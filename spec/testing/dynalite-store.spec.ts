import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { openStore } from '../../lib/testing/dynalite-store.js'
import { refusalOf } from './expressions.js'

const run = promisify(execFile)

describe('dynalite store', () => {
  it('answers, refuses, and starts empty each time', async () => {
    const store = await openStore()
    await store('CreateTable', {
      TableName: 'abc',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
    expect(await store('ListTables', {})).to.deep.equal({ TableNames: ['abc'] })
    expect(await (await openStore())('ListTables', {})).to.deep.equal({ TableNames: [] })
    expect(await refusalOf(() => store('DescribeTable', { TableName: 'xyz' }))).to.have.property(
      'type',
      'ResourceNotFoundException',
    )
  })

  it('says what to install where dynalite is missing', async function () {
    this.timeout(20_000)
    // A resolver in a process of its own that knows no dynalite.
    const hook =
      "export function resolve(name, context, next) { if (name === 'dynalite') throw new Error('gone'); return next(name, context) }"
    const program = `
      import { register } from 'node:module'
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}))
      const { openStore } = await import('./lib/testing/dynalite-store.ts')
      await openStore().catch((error) => console.log(error.message))`
    const { stdout } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
    expect(stdout.trim()).to.equal(
      'startLocal() runs on the package dynalite, which could not be loaded: npm i -D dynalite',
    )
  })
})
