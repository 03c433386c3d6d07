// Groups of index keys: those that share a stored attribute stand together, and those of the primary key do not count.
import { expect } from 'chai'
import { indexGroups, membersWithMadeIndexes } from '../../../lib/operation/derived/index-groups.js'
import { orderEntity } from '../../support/entities.js'
import { kindsOf } from '../../support/kinds.js'
import { taskEntity } from '../../support/tasks.js'

describe('indexGroups', () => {
  it('joins indexes that share a made key attribute, and leaves out what the primary key makes', () => {
    const groups = indexGroups(taskEntity('groups'))
    const shown = groups.map(({ indexes, sources, written }) => [
      indexes.map(({ label }) => label).sort(),
      [...sources.keys()].sort(),
      [...written].sort(),
    ])
    expect(shown).deep.equal([
      [['heavy'], ['done', 'due', 'w'], ['gsi2pk', 'gsi2sk']],
      [
        ['ab', 'owned'],
        ['a', 'b', 'owner', 'rank'],
        ['gsi1pk', 'gsi1sk', 'gsi3pk'],
      ],
      [['byStage'], ['stage', 'taskId'], ['gsi4pk', 'gsi4sk']],
      [['started'], ['place', 'start', 'taskId'], ['gsi5pk', 'gsi5sk']],
      [['placed'], ['place', 'rest', 'start'], ['gsi6pk', 'gsi6sk']],
      [['byRank'], ['rank', 'taskId'], ['lsi1sk']],
    ])
  })

  it('is empty where keys name attributes, also the native keys of several attributes', () => {
    expect(indexGroups(orderEntity())).deep.equal([])
    expect(indexGroups(kindsOf('groups').Cat)).deep.equal([])
    const labels = indexGroups(kindsOf('groups2').Order).flatMap(({ indexes }) =>
      indexes.map(({ label }) => label),
    )
    expect(labels).not.include('byTenant')
    expect(labels).not.include('bySort')
  })

  it('tell which entities have any', () => {
    const { Cat, Order } = kindsOf('groups3')
    expect(membersWithMadeIndexes(Cat)).deep.equal([])
    expect(membersWithMadeIndexes(Order)).deep.equal([Order])
  })
})
