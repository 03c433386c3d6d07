// UpdateTimeToLive and DescribeTimeToLive: what was asked for is remembered; nothing ever expires.
import type { Store } from './dynalite-store.js'
import { invalid } from './service-failure.js'
import type { WireObject } from './wire.js'

/** The time-to-live attribute of each table that has one. */
export interface TimeToLives {
  update(input: WireObject): Promise<WireObject>
  describe(input: WireObject): Promise<WireObject>
  forget(table: unknown): void
}

interface Specification {
  readonly Enabled?: boolean
  readonly AttributeName?: string
}

export function timeToLives(store: Store): TimeToLives {
  const attributes = new Map<unknown, string>()
  return {
    async update(input) {
      const specification = (input['TimeToLiveSpecification'] ?? {}) as Specification
      const { Enabled, AttributeName } = specification
      if (typeof Enabled !== 'boolean' || !AttributeName)
        throw invalid(
          '1 validation error detected: TimeToLiveSpecification must have Enabled and AttributeName',
        )
      const table = await tableOf(store, input)
      const current = attributes.get(table)
      if (Enabled && current !== undefined) throw invalid('TimeToLive is already enabled')
      if (!Enabled && current === undefined) throw invalid('TimeToLive is already disabled')
      if (!Enabled && current !== AttributeName)
        throw invalid('TimeToLive is active on a different AttributeName')
      if (Enabled) attributes.set(table, AttributeName)
      else attributes.delete(table)
      return { TimeToLiveSpecification: specification }
    },
    async describe(input) {
      const AttributeName = attributes.get(await tableOf(store, input))
      return {
        TimeToLiveDescription:
          AttributeName === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName },
      }
    },
    forget(table) {
      attributes.delete(table)
    },
  }
}

async function tableOf(store: Store, input: WireObject): Promise<unknown> {
  const name = input['TableName']
  await store('DescribeTable', { TableName: name })
  return name
}
