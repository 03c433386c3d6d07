// Keys of entities on tables that declare theirs: templates and functions in the places that the table names.
import { instance, string } from 'superstruct'
import type { Codec } from '../../codec/codec.js'
import { compileCodec } from '../../compile/compile-codec.js'
import { attribute } from '../../struct/attribute.js'
import { definitionError, type KeyContext, type KeyType } from '../../table/attribute-lookup.js'
import type { DeclaredIndexKeys, DeclaredKeys, DeclaredPart } from '../../table/declared-keys.js'
import type { TemplateDescriptor, TemplateIndex, TemplateSide } from '../../table/descriptor.js'
import { defineComputed } from '../computed.js'
import { isPartial, type Key, type KeyPart, keyOfParts } from '../key.js'
import { listedAttributes } from '../listed-attributes.js'
import { compileTemplate } from '../template/compile-template.js'
import { declaredVector, propertyStoredAs } from './declared-vector.js'
import type { IndexDefinition } from './index-definition.js'
import { plainKeyPart, unusedKeys } from './unused-keys.js'
import type { VectorIndexDefinition } from './vector-index.js'

/** DynamoDB's limits of key values in bytes ("Partition key length", "Sort key length"). */
const mostBytes = { partition: 2048, sort: 1024 } as const

// What a stored key attribute is, whatever it is made of.
function storedCodecs(): Readonly<Record<KeyType, Codec>> {
  const options = { nulls: 'omit', unknown: 'drop' } as const
  return {
    S: compileCodec(string(), options),
    N: compileCodec(attribute(string(), { as: 'decimal' }), options),
    B: compileCodec(instance(Uint8Array), options),
  }
}

/** The key and the indexes of an entity on a table that declares its keys. */
export interface TemplateKeys {
  readonly key: Key
  readonly indexes: ReadonlyMap<string, IndexDefinition>
  readonly vectors: ReadonlyMap<string, VectorIndexDefinition>
  /** Attributes that are in the keys of indexes which the entity does not use: DynamoDB checks them, too. */
  readonly other: readonly Key[]
}

/**
 * The key and the indexes of an entity on a table that declares its keys.
 * @throws EntityDefinitionError for sides that are missing, too many, or no templates; indexes that the table does
 * not have; two templates of
 * one stored attribute; and what `compileTemplate` refuses.
 */
export function defineTemplateKeys(
  context: KeyContext,
  declared: DeclaredKeys,
  { key, indexes = {} }: TemplateDescriptor,
): TemplateKeys {
  const run: Run = { context, declared, codecs: storedCodecs(), made: new Map() }
  if (key?.partition === undefined) throw definitionError(context, 'the key needs a `partition`')
  const primary = keyOfParts(
    sideParts(run, declared.partition, key.partition, ofPrimary('partition')),
    sideParts(run, declared.sort, key.sort, ofPrimary('sort')),
  )
  const defined = new Map<string, IndexDefinition>()
  const used = new Map<string, string>()
  const vectors = new Map<string, VectorIndexDefinition>()
  for (const [label, index] of Object.entries(indexes)) {
    const vector = declared.vectors.get(index?.index)
    if (vector !== undefined) {
      vectors.set(label, declaredVector(context, primary, label, index, vector))
      continue
    }
    const known = declaredIndex(run, label, index)
    const other = used.get(known.label)
    if (other !== undefined)
      throw definitionError(
        context,
        `indexes.${label} and indexes.${other} are both index '${known.label}' of the table`,
      )
    used.set(known.label, label)
    defined.set(label, defineIndex(run, label, index, known))
  }
  const unused = [...declared.indexes.values()].filter(({ label }) => !used.has(label))
  const other = unusedKeys(context, unused, run.made)
  return { key: primary, indexes: defined, vectors, other }
}

/** The parts of one entity, as they are made. */
interface Run {
  readonly context: KeyContext
  readonly declared: DeclaredKeys
  readonly codecs: Readonly<Record<KeyType, Codec>>
  /** By stored name: an attribute of several keys is made once. */
  readonly made: Map<
    string,
    {
      readonly part: KeyPart
      readonly side: TemplateSide | undefined
      readonly place: string
      readonly partial: boolean
    }
  >
}

/** One side of a key, in a definition. */
interface SideOptions {
  /** `key`, or the index: `indexes.byStatus`. */
  readonly place: string
  readonly role: 'partition' | 'sort'
  readonly partial: boolean
}

const ofPrimary = (role: SideOptions['role']): SideOptions => ({ place: 'key', role, partial: false })

function declaredIndex(
  { context, declared }: Run,
  label: string,
  { index }: TemplateIndex,
): DeclaredIndexKeys {
  const known = declared.indexes.get(index)
  if (known !== undefined) return known
  const labels = [...declared.indexes.keys(), ...declared.vectors.keys()]
  const has =
    labels.length === 0 ? 'it declares none' : `it has ${labels.map((each) => `'${each}'`).join(', ')}`
  throw definitionError(
    context,
    index === undefined
      ? `indexes.${label} needs an \`index\`, the name of an index of the table; ${has}`
      : `indexes.${label}: the table has no index '${index}'; ${has}`,
  )
}

function defineIndex(
  run: Run,
  label: string,
  index: TemplateIndex,
  known: DeclaredIndexKeys,
): IndexDefinition {
  const { context } = run
  const place = `indexes.${label}`
  if (known.local && index.partition !== undefined)
    throw definitionError(
      context,
      `${place}: a local index has the table's partition key, and cannot have its own`,
    )
  const { when, attributes, derive = 'read', partial = false } = index
  const of = { place, partial }
  const partition = sideParts(run, known.partition, index.partition, { ...of, role: 'partition' })
  const sort = sideParts(run, known.sort, index.sort, { ...of, role: 'sort' })
  const key = keyOfParts(partition, sort)
  checkPartial(run, key, of)
  if ((when === undefined) !== (attributes === undefined))
    throw definitionError(
      context,
      `${place}: \`when\` and \`attributes\`, the attributes that it reads, must be given together`,
    )
  return Object.freeze({
    label,
    name: known.name,
    local: known.local,
    key,
    projection: projectionOf(known, [...run.declared.partition, ...run.declared.sort]),
    derive,
    ...(when === undefined
      ? {}
      : {
          when: {
            holds: when,
            attributes: listedAttributes(context, attributes ?? [], `${place}.attributes`),
          },
        }),
  })
}

// An attribute of two keys is made once: what one of them leaves out, the other one would need.
function checkPartial(
  { context, made }: Run,
  { parts }: Key,
  { place, partial }: Omit<SideOptions, 'role'>,
): void {
  for (const { name, template } of parts) {
    const first = template === undefined ? undefined : made.get(name)
    if (first?.place.startsWith('indexes.') === true && first.partial !== partial)
      throw definitionError(
        context,
        `${place}: '${name}' of the table is also in the key of ${first.place.replace(/\.\w+$/, '')}; \`partial\` must be the same in both`,
      )
  }
  if (partial && !parts.some(isPartial))
    throw definitionError(
      context,
      `${place}: \`partial\` needs a template that begins with text and has an attribute, such as 'STATUS#{status}'`,
    )
}

// As for indexes that entities declare: a list of keys alone is 'keys'.
function projectionOf(
  index: DeclaredIndexKeys,
  primary: readonly DeclaredPart[],
): IndexDefinition['projection'] {
  if (typeof index.projection === 'string') return index.projection
  const keys = new Set([...primary, ...index.partition, ...index.sort].map(({ name }) => name))
  const names = index.projection.filter((name) => !keys.has(name))
  return names.length === 0 ? 'keys' : Object.freeze(names)
}

function sideParts(
  run: Run,
  declared: readonly DeclaredPart[],
  side: TemplateSide | undefined,
  of: SideOptions,
): readonly KeyPart[] {
  const { context } = run
  const { role, partial } = of
  const place = `${of.place}.${role}`
  if (side === undefined) return declared.map((each) => ownPart(run, each, place))
  const [first, ...others] = declared
  if (first === undefined) throw definitionError(context, `${place}: the table has no ${role} key here`)
  if (others.length > 0)
    throw definitionError(
      context,
      `${place}: the table has ${declared.length} plain attributes here (${declared.map(({ name }) => name).join(', ')}); leave it out`,
    )
  const known = run.made.get(first.name)
  if (known?.side === side) return [known.part]
  const part = plainPart(run, first, side, place) ?? madePart(run, first, side, { ...of, place })
  if (known !== undefined)
    throw definitionError(
      context,
      `${place}: '${first.name}' of the table is defined by ${known.place}, and cannot be defined differently; ${place.startsWith('key') ? 'define it there' : `leave ${place} out to use it`}`,
    )
  run.made.set(first.name, { part, side, place, partial })
  return [part]
}

// What the entity does not say is an attribute that another key makes, or one of its own with that stored name.
function ownPart(run: Run, declared: DeclaredPart, place: string): KeyPart {
  const { context } = run
  const known = run.made.get(declared.name)
  if (known !== undefined) return known.part
  const property = propertyStoredAs(context, declared.name)
  if (property === undefined)
    throw definitionError(
      context,
      `${place}: the table has '${declared.name}' here, but the entity has neither a template for it nor an attribute with that stored name`,
    )
  const part = plainKeyPart(context, property, declared, place)
  run.made.set(declared.name, { part, side: undefined, place, partial: false })
  return part
}

// A template of one attribute that is stored under the very name is that attribute.
function plainPart(run: Run, declared: DeclaredPart, side: TemplateSide, place: string): KeyPart | undefined {
  const { context } = run
  const property = propertyStoredAs(context, declared.name)
  if (property === undefined) return undefined
  if (side === `{${property}}`) return plainKeyPart(context, property, declared, place)
  throw definitionError(
    context,
    `${place}: attribute '${property}' is stored as '${declared.name}', which is a key attribute of the table; give it another \`name\``,
  )
}

function madePart(
  { context, declared: { separators }, codecs }: Run,
  { name, type = 'S' }: DeclaredPart,
  side: TemplateSide,
  { place, role, partial }: SideOptions,
): KeyPart {
  if (typeof side === 'string' && context.properties.includes(side))
    throw definitionError(
      context,
      `${place}: '${side}' is a constant, the same in every key; the attribute is '{${side}}'`,
    )
  const options = { place, type, most: mostBytes[role] }
  const template =
    typeof side === 'string'
      ? compileTemplate(context, side, { ...options, separators, partial })
      : defineComputed(context, side, options)
  return Object.freeze({ property: name, name, codec: codecs[type], type, template })
}
