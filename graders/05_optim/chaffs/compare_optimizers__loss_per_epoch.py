"""One loss per epoch.

exercise: compare_optimizers
keeps: 0.75
"""
def compare_optimizers(optimizers, x, y, epochs=12, batch_size=32, _inner=compare_optimizers):
    steps = -(-len(x) // batch_size)
    return {name: values[::steps] for name, values in _inner(optimizers, x, y, epochs, batch_size).items()}
