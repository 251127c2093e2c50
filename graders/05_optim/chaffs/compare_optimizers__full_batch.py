"""batch_size is ignored.

exercise: compare_optimizers
keeps: 0.75
"""
def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32, _inner=compare_optimizers):
    return _inner(optimizers, x, y, epochs, len(x))
