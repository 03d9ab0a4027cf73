"""What people run today, for comparison: each function takes two arrays of samples x features.

usual        as the scripts published with the papers: everything from scratch for every pair
one_by_one   every measure, each by a function of its own that starts from the activations
Caching      a cleverer script: one SVD a layer, one product and its singular values a pair
"""
import numpy as np


def inverse_root(matrix):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T


def cca(x, y):
    """Joint covariance, two pseudo-inverses, two square roots, a full SVD."""
    d = x.shape[1]
    covariance = np.cov(x.T, y.T)
    xx, yy, xy = covariance[:d, :d], covariance[d:, d:], covariance[:d, d:]
    root_x = inverse_root(np.linalg.pinv(xx))
    root_y = inverse_root(np.linalg.pinv(yy))
    u, s, vt = np.linalg.svd(root_x @ xy @ root_y)
    return np.clip(s, 0, 1), u, root_x


def usual(x, y):
    return cca(x, y)[0].mean()


def truncated(x, variance=0.99):
    x = x - x.mean(0)
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    kept = np.searchsorted(np.cumsum(s**2) / np.sum(s**2), variance) + 1
    return u[:, :kept] * s[:kept]


def svcca(x, y):
    return cca(truncated(x), truncated(y))[0].mean()


def pwcca(x, y):
    s, u, root_x = cca(x, y)
    centred = x - x.mean(0)
    weights = np.abs((centred @ root_x @ u).T @ centred).sum(1)[: len(s)]
    return np.sum(weights * s) / weights.sum()


def cka(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return np.linalg.norm(x.T @ y) ** 2 / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y))


def procrustes(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return np.linalg.svd(x.T @ y, compute_uv=False).sum() / (np.linalg.norm(x) * np.linalg.norm(y))


def cosine(x, y):
    return np.mean(np.sum(x * y, 1) / (np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1)))


def euclidean(x, y):
    return np.sqrt(np.mean(np.sum((x - y) ** 2, 1)))


def one_by_one(x, y):
    x, y = x.astype(np.float64), y.astype(np.float64)
    return [measure(x, y) for measure in (usual, svcca, pwcca, cka, procrustes, cosine, euclidean)]


class Caching:
    def __init__(self):
        self.bases = {}

    def basis(self, name, x):
        if name not in self.bases:
            x = x.astype(np.float64)
            self.bases[name] = np.linalg.svd(x - x.mean(0), full_matrices=False)[0]
        return self.bases[name]

    def compare(self, name_x, x, name_y, y):
        product = self.basis(name_x, x).T @ self.basis(name_y, y)
        return np.clip(np.linalg.svd(product, compute_uv=False), 0, 1).mean()
