// An executor in simulated time, in which each request takes a while, and what was consumed until its last request.
import { expect } from 'chai'
import type { CommandExecutor } from 'dyntastic'
import { consumedUnits, type WithCapacity } from '../../lib/operation/rate/consumed-units.js'
import { SimulatedClock } from './simulated-clock.js'

/** What one side, reads or writes, has consumed. */
class Side {
  units = 0
  requests = 0
  last = { units: 0, seconds: 0 }

  /** The units per second until the start of the last request, as a part of the rate. */
  share(rate: number): number {
    return this.last.units / this.last.seconds / rate
  }
}

export class RateSimulation {
  readonly clock = new SimulatedClock()
  readonly executor: CommandExecutor
  readonly sides = { read: new Side(), write: new Side() }
  readonly all = new Side()

  /** @param isRated whether a request must keep to a rate. */
  constructor(executor: CommandExecutor, latency: number, isRated: (call: string) => boolean = () => true) {
    const { clock } = this
    const run: CommandExecutor['run'] = async (request, options) => {
      const sides = [this.all, this.sides[/Put|Write|Delete|Update/.test(request.call) ? 'write' : 'read']]
      for (const side of sides) {
        side.last = { units: side.units, seconds: clock.now() / 1_000 }
        side.requests++
      }
      await clock.wait(latency, options?.signal)
      const output = await clock.during(() => executor.run(request, options))
      if (isRated(request.call)) expect(request.input).include({ ReturnConsumedCapacity: 'TOTAL' })
      for (const side of sides) side.units += consumedUnits(output as WithCapacity) ?? 0
      return output
    }
    this.executor = Object.create(executor, { clock: { value: clock }, run: { value: run } })
  }

  get requests(): number {
    return this.all.requests
  }

  /** The units per second until the start of the last request, as a part of the rate. */
  async share(rate: number, work: () => Promise<unknown>): Promise<number> {
    await this.clock.run(work)
    return this.all.share(rate)
  }
}
