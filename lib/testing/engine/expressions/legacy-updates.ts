// AttributeUpdates, the legacy form of updates.
import { invalid } from '../values/service-failure.js'
import { checkValue } from '../values/value-checks.js'
import { typeOf, type WireValue } from '../values/wire.js'
import type { UpdateAction } from './update-parser.js'

const prefix = 'One or more parameter values were invalid: '

/** One update of AttributeUpdates. */
export interface LegacyUpdate {
  readonly Action?: 'PUT' | 'ADD' | 'DELETE'
  readonly Value?: WireValue
}

/** AttributeUpdates as actions. Refuses actions that do not go with their values. */
export function legacyUpdates(updates: { readonly [name: string]: LegacyUpdate }): UpdateAction[] {
  return Object.entries(updates).map(([name, update]) => actionOf(name, update))
}

function actionOf(name: string, { Action: action = 'PUT', Value: value }: LegacyUpdate): UpdateAction {
  const path = [name]
  if (value === undefined) {
    if (action === 'DELETE') return { section: 'REMOVE', path }
    throw invalid(`${prefix}Only DELETE action is allowed when no attribute value is specified`)
  }
  checkValue(value)
  const type = typeOf(value)
  if (action === 'PUT') return { section: 'SET', path, to: { kind: 'value', value } }
  if (action === 'DELETE' && !/^[SNB]S$/.test(type))
    throw invalid(`${prefix}DELETE action with value is not supported for the type ${type}`)
  if (action === 'ADD' && !/^(?:N|L|[SNB]S)$/.test(type))
    throw invalid(`${prefix}ADD action is not supported for the type ${type}`)
  // ADD of a list appends to it.
  if (action === 'ADD' && value.L !== undefined)
    return {
      section: 'SET',
      path,
      to: {
        kind: 'list_append',
        left: { kind: 'if_not_exists', path, otherwise: { kind: 'value', value: { L: [] } } },
        right: { kind: 'value', value },
      },
    }
  return { section: action, path, value }
}
