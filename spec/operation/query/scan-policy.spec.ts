// What becomes of a query that would read the whole table.
import { expect } from 'chai'
import { Repository, ScanForbiddenError } from 'dyntastic'
import type { ScanPolicy } from '../../../lib/operation/ground/runner.js'
import type { QueryOperation } from '../../../lib/operation/query/query.js'
import { admitScan } from '../../../lib/operation/query/scan-policy.js'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { FakeTable, Note } from '../fake-table.js'

function admitted(scans: ScanPolicy, make: (repository: Repository<typeof Note>) => object): string[] {
  const table = new FakeTable([], { reads: { scans } })
  const query = make(new Repository(Note, table)) as QueryOperation<object, unknown, object>
  admitScan(query.context, query.name, query.plan(), query.state())
  return table.warnings
}

describe('admitScan', () => {
  const byKey = (repository: Repository<typeof Note>) => repository.query().where('owner').eq('o')
  const unkeyed = (repository: Repository<typeof Note>) => repository.query().where('at').gt(3)
  const explicit = (repository: Repository<typeof Note>) => repository.scan().where('at').gt(3)

  for (const policy of ['warn', 'allow', 'forbid'] as const)
    it(`allows anything but a scan, and explicit scans: ${policy}`, () => {
      expect(admitted(policy, byKey)).deep.equal([])
      expect(admitted(policy, explicit)).deep.equal([])
    })

  it('allows it if the policy does', () => {
    expect(admitted('allow', unkeyed)).deep.equal([])
  })

  it('warns, naming the conditions without their values, and the index that would help', () => {
    const [warning, ...more] = admitted('warn', (repository) => repository.query().where('rank').eq(77))
    expect(warning)
      .contain('Note.query reads the whole table (a Scan): rank = (value)')
      .contain("an index { partition: 'rank' } would let it be a Query")
      .not.contain('77')
    expect(more).deep.equal([])
    expect(admitted('warn', (repository) => repository.query())[0]).contain('no conditions')
  })

  it('forbids, naming the index that would help', () => {
    const error = thrown(
      () => admitted('forbid', (repository) => repository.query().where('rank').eq(77)),
      ScanForbiddenError,
    )
    expect(error).include({ entity: 'Note', operation: 'query' })
    expect(error.message)
      .contain('Note.query: ')
      .contain("an index { partition: 'rank' } would let it be a Query")
      .not.contain('77')
  })

  it('allows everything on a runner without a policy', () => {
    const query = new Repository(Note, new FakeRunner()).query()
    expect(() => admitScan(query.context, 'query', query.plan(), query.state())).not.throw()
  })
})
