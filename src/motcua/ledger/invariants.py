"""What must hold of the ledger. Each check recomputes from the entries."""

from motcua.kernel.invariants import invariant
from motcua.ledger.queries import verification

invariant("the chain of every subject in the ledger recomputes")(verification.broken_chains)
invariant("the sealed heads of the ledger continue each other")(verification.broken_heads)
invariant("the leaves of the ledger give the roots that its heads state")(verification.broken_tree)
invariant("new entries of the ledger come behind the sealed ones")(verification.broken_transactions)
invariant("the witnesses keep the heads that we sealed")(verification.broken_witnesses)
