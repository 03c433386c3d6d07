// Keys of a union: what the keys of its members have in common, and of which member a key is.
import { kindOf } from '../errors/failures.js'
import type { Codec } from './codec/codec.js'
import { textIn } from './codec/dialect.js'
import { markOf } from './item/item-mark.js'
import type { IndexDefinition } from './key/indexes/index-definition.js'
import { attributesOfPart, type Key, type KeyPart, keyOfParts } from './key/key.js'
import { hasKeyOf } from './key/kind.js'
import type { EntityModel } from './model.js'
import type { StoredItem } from './struct/attribute-value.js'
import { structOf } from './union-codec.js'
import type { MemberDiscriminator } from './union-discriminator.js'

type Owned = readonly [key: Key, owner: EntityModel]

/**
 * What the keys of entities have in common: key attributes that all make in the same way, and those that they do not,
 * as they are stored.
 */
export function unionKey(owned: readonly Owned[], members: readonly EntityModel[], codec: Codec): Key {
  const [first] = owned
  const part = (each: KeyPart): KeyPart => {
    const { template, ...stored } = each
    if (template !== undefined)
      return owned.every((other) => makes(other, each, first))
        ? each
        : Object.freeze({ ...stored, differing: differenceIn(owned, each) })
    const shared = codec.at(each.property)?.codec ?? each.codec
    const everywhere = members.every((model) => model.codec.at(each.property)?.name === each.name)
    return Object.freeze({ ...each, codec: everywhere ? shared : absentIn(shared) })
  }
  const { partition, sort } = first?.[0] ?? { partition: [], sort: [] }
  return keyOfParts(partition.map(part), sort.map(part))
}

// How entities make a key attribute, each in its own way.
function differenceIn(owned: readonly Owned[], { name }: KeyPart): string {
  const entities = new Map<string, string[]>()
  for (const [key, owner] of owned) {
    const part = key.parts.find((each) => each.name === name)
    const { template } = part ?? {}
    const text =
      template === undefined
        ? `'${part?.property ?? name}'`
        : 'slots' in template
          ? `'${template.text}'`
          : template.text
    entities.set(text, [...(entities.get(text) ?? []), owner.name])
  }
  const words = [...entities].map(([text, names]) => `${text} in ${names.join(' and ')}`).join(', ')
  return entities.size > 1 ? words : `${words}, whose attributes are stored differently`
}

// Whether an entity makes a key attribute in the same way as the first one does.
function makes([key, owner]: Owned, part: KeyPart, first: Owned | undefined): boolean {
  const own = key.parts.find(({ name }) => name === part.name)
  const [mine, other] = [part.template, own?.template]
  if (own === undefined || mine === other) return mine === other
  if (mine === undefined || other === undefined || mine.text !== other.text) return false
  if (!('slots' in mine && 'slots' in other) || mine.partial !== other.partial) return false
  const attributes = attributesOfPart(part)
  return attributesOfPart(own).every(({ property, name, codec }, at) => {
    const known = attributes[at]
    if (known === undefined || known.name !== name || known.codec.form !== codec.form) return false
    // Functions of the user's own are the same only in the same struct.
    return (
      codec.form !== 'codec' ||
      (first !== undefined && structOf(owner, property) === structOf(first[1], property))
    )
  })
}

// An attribute that some members do not have: their items lack it.
function absentIn(codec: Codec): Codec {
  return Object.freeze({
    ...codec,
    optional: true,
    decode: (stored: Parameters<Codec['decode']>[0], failures: Parameters<Codec['decode']>[1]) =>
      stored === undefined ? undefined : codec.decode(stored, failures),
  })
}

/** The indexes of all members, each once by its name in the descriptors, with those that have it. */
export function unionIndexes(
  members: readonly EntityModel[],
  codec: Codec,
): ReadonlyMap<string, IndexDefinition> {
  const labels = new Set(members.flatMap(({ indexes }) => [...indexes.keys()]))
  const all = new Map<string, IndexDefinition>()
  for (const label of labels) {
    const having = members.flatMap((owner) => {
      const index = owner.indexes.get(label)
      return index === undefined ? [] : [{ owner, index }]
    })
    const index = having.find((each) => each.index.when !== undefined)?.index ?? having[0]?.index
    if (index === undefined) continue
    const key = unionKey(
      having.map((each) => [each.index.key, each.owner]),
      members,
      codec,
    )
    const made = having.some((each) => each.index.key.made)
    const entities = having.length < members.length || isUneven(having.map((each) => each.index.key))
    all.set(
      label,
      Object.freeze({
        ...index,
        key,
        ...(made && entities ? { entities: Object.freeze(having.map(({ owner }) => owner.name)) } : {}),
      }),
    )
  }
  return all
}

// Whether an attribute of the key may be absent in the items of some only.
function isUneven(keys: readonly Key[]): boolean {
  const [first] = keys
  return keys.some(({ attributes }) =>
    attributes.some(({ codec }, at) => codec.optional !== first?.attributes[at]?.codec.optional),
  )
}

/** Members that have one key. */
export interface KeyGroup {
  readonly names: readonly string[]
  readonly members: readonly EntityModel[]
}

/** The members by their keys: one group if all have the same. */
export function keyGroups(members: readonly EntityModel[], words: (key: Key) => string): readonly KeyGroup[] {
  const groups = new Map<string, EntityModel[]>()
  for (const member of members) {
    const text = words(member.key)
    groups.set(text, [...(groups.get(text) ?? []), member])
  }
  return Object.freeze(
    [...groups.values()].map((of) =>
      Object.freeze({ names: of[0]?.key.attributes.map(({ property }) => property) ?? [], members: of }),
    ),
  )
}

/**
 * Returns the members whose key an argument is, or why that cannot be said. What decides is the item's entity, the
 * attribute that tells them apart, or which attributes there are.
 */
export function groupOfKey(
  groups: readonly KeyGroup[],
  argument: unknown,
  discriminator: Pick<MemberDiscriminator, 'property' | 'ofInput'>,
): readonly EntityModel[] | string {
  const given = typeof argument === 'object' && argument !== null ? argument : undefined
  const mark = given === undefined ? undefined : markOf(given)
  const marked = groups.flatMap(({ members }) => members.filter(({ inspect }) => inspect === mark))
  if (marked.length > 0) return marked
  const known = given === undefined ? undefined : membersOfItem(discriminator, given)
  if (known !== undefined) return known
  const names = given === undefined ? undefined : Object.keys(given)
  const exact = groups.filter((group) =>
    names === undefined ? group.names.length === 1 : isSame(group.names, names),
  )
  const fitting =
    exact.length > 0 ? exact : groups.filter((group) => group.names.every((name) => names?.includes(name)))
  const [only, other] = fitting
  if (only !== undefined && other === undefined) return only.members
  if (only === undefined)
    return `the key is ${groups.map(keyOfGroup).join(', or ')}, and not ${given === undefined ? kindOf(argument) : 'an object with other parts'}`
  return `it may be the key of ${fitting.map(entitiesOf).join(' or of ')}, whose keys are made differently: use the repository of the entity, or pass an item that was read`
}

function membersOfItem(
  { property, ofInput }: Pick<MemberDiscriminator, 'property' | 'ofInput'>,
  item: object,
): readonly EntityModel[] | undefined {
  const found = property !== undefined && Object.hasOwn(item, property) ? ofInput(item) : []
  const members = found.flatMap((each) => ('codec' in each ? each : []))
  return members.length > 0 ? members : undefined
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name))

const entitiesOf = ({ members }: KeyGroup): string => members.map(({ name }) => name).join(' and ')

const keyOfGroup = (group: KeyGroup): string => `{ ${group.names.join(', ')} } of ${entitiesOf(group)}`

/** The only member whose key a stored item has; `undefined` if there is none, or more than one. */
export function memberByKey(members: readonly EntityModel[], stored: StoredItem): EntityModel | undefined {
  const [only, other] = members.filter(({ key }) => hasKeyOf(key, stored))
  return other === undefined ? only : undefined
}

/** Returns the model of the item with a key: of a union whose members have different keys, that of a member. */
export function modelOfKey(model: EntityModel, argument: unknown): EntityModel {
  const { ofKey } = model as { ofKey?: (this: EntityModel, argument: unknown) => EntityModel | string }
  if (ofKey === undefined) return model
  const found = ofKey.call(model, boundArgument(model, argument))
  return typeof found === 'string' ? model : found
}

// What is wrong with the argument is thrown when the key is read.
function boundArgument(model: EntityModel, argument: unknown): unknown {
  try {
    return model.bindKey === undefined ? argument : model.bindKey(argument, 'key')
  } catch {
    return argument
  }
}

/** Whether an item has the key of a member, and a marker that no entity of the table has. */
export function isOfUnknownKind({ kind, table, members }: EntityModel, stored: StoredItem): boolean {
  const marker = kind === undefined ? undefined : stored[kind.name]
  const text = textIn(marker)
  if (text === undefined) return false
  const known = [...table.owners.values()].some((owner) => owner.kind?.values.includes(text))
  return !known && members.some(({ key }) => hasKeyOf(key, stored))
}
