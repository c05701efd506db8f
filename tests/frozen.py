"""What is imported by now is no garbage: whoever is forked from here neither looks through it nor copies it.

To be imported last. Without, each process that is forked copies all of it, page by page, when it first looks for
garbage.
"""

import gc

gc.collect()
gc.freeze()
