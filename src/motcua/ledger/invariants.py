"""What must hold of the ledger. Each check recomputes from the entries."""

from motcua.kernel.invariants import invariant
from motcua.ledger.queries import verification

invariant("ledger-chains-recompute")(verification.broken_chains)
invariant("ledger-heads-continue-each-other")(verification.broken_heads)
invariant("ledger-leaves-match-heads-and-witnesses")(verification.broken_tree)
invariant("ledger-transactions-go-on")(verification.broken_transactions)
invariant("ledger-witnesses-kept-our-heads")(verification.broken_witnesses)
