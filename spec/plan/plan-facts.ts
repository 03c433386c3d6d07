// What a plan says, so that two plans can be compared: its words are made on demand.
import type { Plan } from '../../lib/plan/source/plan.js'

/** All that a plan says, as plain data. */
export function planFacts(plan: Plan) {
  const { operation, source, projected, sieved, kinds, ranges, why, rejected, warnings, helpful } = plan
  const [key, filter, sieve] = [plan.key, plan.filter, plan.sieve].map((condition) => condition?.node)
  return {
    operation,
    source: source.label,
    key,
    filter,
    sieve,
    projected,
    sieved,
    kinds: kinds.name,
    ranges,
    why,
    rejected,
    warnings,
    helpful,
  }
}
