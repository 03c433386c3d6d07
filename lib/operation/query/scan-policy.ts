// Policy for queries that would read the whole table: allowed, warned of, or rejected.
import { ScanForbiddenError } from '../../errors/scan-forbidden-error.js'
import type { Plan } from '../../plan/source/plan.js'
import type { OperationContext } from '../ground/operation.js'
import type { QueryState } from './query-state.js'

/**
 * Allows a scan, warns of it, or rejects it. A scan requested with `scan()` is always allowed.
 * @throws ScanForbiddenError if scans are forbidden; its message names an index that would help.
 */
export function admitScan(context: OperationContext, operation: string, plan: Plan, state: QueryState): void {
  if (plan.operation !== 'Scan' || state.scan) return
  const { model, runner } = context
  const policy = runner.reads?.scans ?? 'allow'
  const help = plan.helpful === undefined ? '' : `; an index ${plan.helpful} would let it be a Query`
  if (policy === 'forbid')
    throw new ScanForbiddenError({
      entity: model.name,
      operation,
      detail: `the query would read the whole table, and the executor forbids scans${help}`,
    })
  if (policy === 'warn')
    runner.reads?.warn({
      entity: model.name,
      table: model.table.name,
      query: plan.filter === undefined ? 'without conditions' : String(plan.filter),
      message: `${model.name}.${operation} reads the whole table (a Scan): ${plan.filter ?? 'no conditions'}${help}. Use scan() if this is intended`,
    })
}
