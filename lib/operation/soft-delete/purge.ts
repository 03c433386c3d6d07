// Purge: a DeleteItem of an item of an entity whose deletes only mark items.
import { deletesSoftly, wholeModel } from '../../entity/deletion-view.js'
import { withoutSoftDelete } from '../get/deleted-items.js'
import { deferred } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import { DeleteOperation, versionedTarget } from '../write/delete.js'
import { noClauses } from '../write/write.js'

const operation = 'purge'

/** Creates a purge by key, or by an item, whose version, if it has one, must be the stored one. */
export function purgeOperation<T>(
  context: OperationContext,
  argument: unknown,
): DeleteOperation<T, undefined> {
  const model = wholeModel(context.model)
  const target = deferred(() => {
    if (!deletesSoftly(model)) throw withoutSoftDelete(model, operation)
    return versionedTarget(model, argument, operation)
  })
  return new DeleteOperation({ ...context, model }, target, noClauses, operation)
}
