// Keys of unions: what members have in common, and of which member a key is.

import { expect } from 'chai'
import { attribute, Entity, Table } from 'dyntastic'
import { date, literal, optional, string } from 'superstruct'
import { keyWords } from '../../lib/entity/union-definition.js'
import {
  groupOfKey,
  keyGroups,
  memberByKey,
  modelOfKey,
  unionIndexes,
  unionKey,
} from '../../lib/entity/union-keys.js'
import { UnionModel } from '../../lib/entity/union-model.js'

const table = new Table({
  name: 'keys',
  key: { partition: 'pk', sort: 'sk' },
  indexes: { gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' } },
})
const shared = { ownerId: string(), at: date(), tag: optional(string()) }
const byTag = { index: 'gsi1', partition: 'TAG#{tag}', sort: '{at}' } as const
const Task = new Entity({
  name: 'Task',
  table,
  attributes: { ...shared, kind: literal('task'), taskId: string() },
  key: { partition: 'OWNER#{ownerId}', sort: 'TASK#{taskId}' },
  indexes: { byTag },
})
const Visit = new Entity({
  name: 'Visit',
  table,
  attributes: { ...shared, kind: literal('visit') },
  key: { partition: 'OWNER#{ownerId}', sort: 'VISIT#{at}' },
  indexes: { byTag },
})
const Owner = new Entity({
  name: 'Owner',
  table,
  attributes: { ownerId: string(), kind: literal('owner'), tag: string() },
  key: { partition: 'OWNER#{ownerId}', sort: 'O' },
  indexes: { byTag: { index: 'gsi1', partition: 'TAG#{tag}', sort: 'OWNER' } },
})
const members = [Task, Visit, Owner]
const union = new UnionModel(members, undefined)
const groups = keyGroups(members, keyWords)

describe('unionKey', () => {
  it('keeps what all make alike, and of the rest what is stored', () => {
    const key = unionKey(
      members.map((member) => [member.key, member]),
      members,
      union.codec,
    )
    expect(key.partition.map(({ template }) => template?.text)).deep.equal(['OWNER#{ownerId}'])
    expect(key.sort.map(({ property, template }) => [property, template])).deep.equal([['sk', undefined]])
  })

  it('compares how the attributes are stored, too', () => {
    const at = attribute(date(), { as: 'isoDay' })
    const Stay = new Entity({
      name: 'Stay',
      table,
      attributes: { ownerId: string(), kind: literal('stay'), at },
      key: { partition: 'OWNER#{ownerId}', sort: 'STAY#{at}' },
      indexes: { byTime: { index: 'gsi1', partition: 'ALL', sort: '{at}' } },
    })
    const Trip = new Entity({
      name: 'Trip',
      table,
      attributes: { ownerId: string(), kind: literal('trip'), at: date() },
      key: { partition: 'OWNER#{ownerId}', sort: 'TRIP#{at}' },
      indexes: { byTime: { index: 'gsi1', partition: 'ALL', sort: '{at}' } },
    })
    const index = unionIndexes([Stay, Trip], new UnionModel([Stay, Trip], undefined).codec).get('byTime')
    expect(index?.key.partition[0]?.template?.text).equal('ALL')
    expect(index?.key.sort[0]?.template).equal(undefined)
    expect(index?.key.sort[0]?.differing).equal(
      "'{at}' in Stay and Trip, whose attributes are stored differently",
    )
  })

  it('says how each entity makes a key attribute that they make differently', () => {
    const key = unionKey(
      members.map((owner) => [owner.key, owner]),
      members,
      union.codec,
    )
    expect(key.sort[0]?.differing).match(/^'.+' in Task, '.+' in Visit, '.+' in Owner$/)
    expect(key.partition[0]).not.have.property('differing')
  })
})

describe('unionIndexes', () => {
  it('says which entities have an index that not all have, or whose items it does not all contain', () => {
    const index = unionIndexes(members, union.codec).get('byTag')
    expect(index?.entities).deep.equal(['Task', 'Visit', 'Owner'])
    expect(index?.key.partition[0]?.template?.text).equal('TAG#{tag}')
    expect(index?.key.sort[0]?.template).equal(undefined)
    expect(unionIndexes([Task, Visit], union.codec).get('byTag')).not.have.property('entities')
  })
})

describe('groupOfKey', () => {
  const of = (argument: unknown) => {
    const found = groupOfKey(groups, argument, union.discriminator)
    return typeof found === 'string' ? found : found.map(({ name }) => name).join()
  }

  it('is found by the attributes of a key', () => {
    expect(of({ ownerId: 'o', taskId: 't' })).equal('Task')
    expect(of({ ownerId: 'o', at: new Date() })).equal('Visit')
    expect(of('o')).equal('Owner')
    expect(of({ ownerId: 'o' })).equal('Owner')
  })

  it('is found by the mark of an item, or by what tells the members apart', () => {
    const visit = Visit.parse({ ownerId: 'o', at: new Date(0), kind: 'visit' })
    expect(of(visit)).equal('Visit')
    expect(of({ ...visit })).equal('Visit')
    expect(modelOfKey(union, { ...visit })).equal(Visit)
  })

  it('is explained in words if it cannot be found', () => {
    expect(of({ ownerId: 'o', taskId: 't', at: new Date() })).contain(
      'the key of Task or of Visit or of Owner',
    )
    expect(of({ id: 'x' })).contain(
      'the key is { ownerId, taskId } of Task, or { ownerId, at } of Visit, or { ownerId } of Owner',
    )
    expect(of({ id: 'x' })).contain(', and not an object with other parts')
    expect(
      groupOfKey(
        [Task, Visit].flatMap((member) => keyGroups([member], keyWords)),
        5,
        union.discriminator,
      ),
    ).match(/, and not a number$/)
    expect(modelOfKey(union, { id: 'x' })).equal(union)
  })
})

describe('memberByKey', () => {
  it('is the only one that makes such a key', () => {
    const stored = (sk: string) => ({ pk: { S: 'OWNER#o' }, sk: { S: sk } })
    expect(memberByKey(members, stored('TASK#t'))).equal(Task)
    expect(memberByKey(members, stored('O'))).equal(Owner)
    expect(memberByKey(members, stored('X'))).equal(undefined)
    expect(union.keyIn(stored('TASK#t'))).equal(Task.key)
    expect(union.keyIn(stored('X'))).equal(union.key)
  })
})
