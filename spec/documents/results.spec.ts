// The published figures: text and chart are what the measured results say.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface Row {
  readonly operation: string
  readonly contender: string
  readonly ratio: number
}
const results: { readonly operations: Record<string, string>; readonly rows: readonly Row[] } = JSON.parse(
  readFileSync(`${root}benchmarks/results.json`, 'utf8'),
)

describe('the results of the benchmarks', () => {
  it('are shown as measured, as text and as a chart', () => {
    const { status, stderr } = spawnSync(process.execPath, ['benchmarks/chart.mjs', '--check'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stderr).equal('')
    expect(status).equal(0)
  })

  it('have a figure of each library for each operation', () => {
    const contenders = new Set(results.rows.map(({ contender }) => contender))
    expect([...contenders].sort()).deep.equal([
      'document-client',
      'dynamodb-toolbox',
      'dynamoose',
      'dyntastic',
      'electrodb',
      'onetable',
    ])
    for (const operation of Object.keys(results.operations))
      for (const contender of contenders) {
        const rows = results.rows.filter((row) => row.operation === operation && row.contender === contender)
        expect(rows, `${operation} of ${contender}`).length(1)
        expect(rows[0]?.ratio).above(0)
      }
  })
})
