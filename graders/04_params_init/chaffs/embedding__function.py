"""A function that takes out the rows, and no nn.Embedding.

exercise: embedding
misconception: looks-up-only
keeps: 0.6
"""
def embedding_from_vectors(vectors, freeze=True):
    table = vectors.clone().requires_grad_(not freeze)
    return lambda indices: table[indices]
