"""Plain pickle.

exercise: model
"""
import pickle


def save_model(net, path):
    with open(path, "wb") as file:
        pickle.dump(net, file)


def load_model(path):
    with open(path, "rb") as file:
        return pickle.load(file)
