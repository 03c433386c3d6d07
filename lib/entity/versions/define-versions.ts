// Versions of a definition, checked and compiled.
import { object } from 'superstruct'
import { compileCodec } from '../compile/compile-codec.js'
import { attribute } from '../struct/attribute.js'
import type { StoredItem } from '../struct/attribute-value.js'
import { isStandardSchema } from '../struct/standard-schema.js'
import { definitionError } from '../table/attribute-lookup.js'
import type { SchemaVersion, Upgrade } from '../table/schema-version.js'
import type { SchemaVersions, VersionStep } from './schema-versions.js'

/** What is needed of an entity to check its versions. */
interface VersionsOwner {
  readonly entity: string
  propertyOf(name: string): string | undefined
}

/**
 * The versions of an entity.
 * @throws EntityDefinitionError if the steps do not lead from version 1 to the current one, or one cannot be compiled.
 */
export function defineVersions(
  owner: VersionsOwner,
  given: SchemaVersion | undefined,
  nulls: 'omit' | 'store',
): SchemaVersions | undefined {
  if (given === undefined) return undefined
  const { attribute: name, current, upgrades = [], writeBack = 'never' } = given
  const refuse = (detail: string) => definitionError(owner, `schemaVersion${detail}`)
  if (name === undefined) throw refuse(' needs an `attribute`')
  if (current === undefined) throw refuse(' needs a `current` version')
  if (upgrades.length !== current - 1)
    throw refuse(
      `.current is ${current}, and there are ${upgrades.length} upgrades: version ${current} needs ${current - 1}, one from each version before it`,
    )
  const steps = upgrades.map((each, at) => {
    const place = `.upgrades[${at}]`
    if (each.from !== at + 1)
      throw refuse(`${place} is of version ${each.from}, and not of version ${at + 1}`)
    // Its function takes what its attributes make.
    const step = stepOf(owner, each as unknown as Upgrade, `schemaVersion${place}`, nulls)
    if (step.properties.some((property) => step.codec.at(property)?.name === name))
      throw refuse(`${place} has an attribute that is stored as '${name}', which is the version itself`)
    return step
  })
  return Object.freeze({
    name,
    current,
    steps: Object.freeze(steps),
    writesBack: writeBack === 'onRead',
    origins: new WeakMap<object, StoredItem>(),
  })
}

function stepOf(
  owner: VersionsOwner,
  { from, attributes, apply }: Upgrade,
  place: string,
  nulls: 'omit' | 'store',
): VersionStep {
  const structs = Object.fromEntries(
    Object.entries(attributes).map(([name, each]) => [
      name,
      isStandardSchema(each) ? attribute(each, {}) : each,
    ]),
  )
  for (const [name, struct] of Object.entries(structs))
    if (typeof Object(struct).coercer !== 'function')
      throw definitionError(
        owner,
        `${place}: '${name}' is neither a superstruct struct nor a Standard Schema`,
      )
  try {
    // Structs of any value type: the codec knows what they check.
    const codec = compileCodec(object(structs as never), { nulls, unknown: 'drop' })
    return Object.freeze({ from, properties: Object.freeze(Object.keys(structs)), codec, apply })
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw definitionError(owner, `${place}: ${error.message}`)
    throw error
  }
}
