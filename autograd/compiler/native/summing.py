"""The machine's sums of products and products of matrices, as text that Numba compiles."""

SUMMING = """
@njit
def sums_of_many(m, n, o, a, da, sa, b, db, sb, terms):
    t = 0
    while t + 4 <= terms and da + db == 1:
        if db:
            a, da, sa, b, db, sb = b, db, sb, a, da, sa
        w0, w1 = load(m, b), load(m, b + sb)
        w2, w3 = load(m, b + 2 * sb), load(m, b + 3 * sb)
        a1, a2, a3 = a + sa, a + 2 * sa, a + 3 * sa
        for k in range(n):
            x = plus(plus(load(m, o + k), load(m, a + k), w0), load(m, a1 + k), w1)
            store(m, o + k, plus(plus(x, load(m, a2 + k), w2), load(m, a3 + k), w3))
        t, a, b = t + 4, a + 4 * sa, b + 4 * sb
    while t < terms:
        if da and db:
            for k in range(n):
                store(m, o + k, plus(load(m, o + k), load(m, a + k), load(m, b + k)))
        else:
            for k in range(n):
                store(m, o + k, plus(load(m, o + k), load(m, a + k * da), load(m, b + k * db)))
        t, a, b = t + 1, a + sa, b + sb

@njit
def sum_of_one(m, a, sa, b, sb, terms):
    total = 0.0
    if sa == 1 and sb == 1:
        for t in range(terms):
            total = plus(total, load(m, a + t), load(m, b + t))
    elif sb == 0:
        y = load(m, b)
        for t in range(terms):
            total = plus(total, load(m, a + t * sa), y)
    else:
        for t in range(terms):
            total = plus(total, load(m, a + t * sa), load(m, b + t * sb))
    return total

@njit
def shape_of(orders, r):
    return load(orders, r), load(orders, r + 1), load(orders, r + 2), load(orders, r + 3)

@njit
def side_of(orders, r):
    first, inner = load(orders, r), load(orders, r + 1)
    i, j, k, l = shape_of(orders, r + 2)
    return first, inner, i, j, k, l

@njit
def sums(m, orders, r):
    n, o = load(orders, r + 1), load(orders, r + 6)
    ni, nj, nk, nl = shape_of(orders, r + 2)
    a, da, ai, aj, ak, al = side_of(orders, r + 7)
    b, db, bi, bj, bk, bl = side_of(orders, r + 13)
    terms, sa, sb, more = shape_of(orders, r + 19)
    for i in range(ni):
        for j in range(nj):
            for k in range(nk):
                for l in range(nl):
                    x = a + i * ai + j * aj + k * ak + l * al
                    y = b + i * bi + j * bj + k * bk + l * bl
                    if n == 1:
                        first = load(m, o) if more else 0.0
                        store(m, o, first + sum_of_one(m, x, sa, y, sb, terms))
                    else:
                        if not more:
                            for s in range(n):
                                store(m, o + s, 0.0)
                        sums_of_many(m, n, o, x, da, sa, y, db, sb, terms)
                    o += n

@njit
def sums_at(m, orders, r, table):
    n, o = load(orders, r + 1), load(orders, r + 6)
    at, terms = load(orders, r + 7), load(orders, r + 19)
    for i in range(load(orders, r + 5)):
        for s in range(n):
            store(m, o + s, 0.0)
        for t in range(terms):
            a, da, b, db = shape_of(table, at)
            at += 4
            for s in range(n):
                store(m, o + s, load(m, o + s) + load(m, a + s * da) * load(m, b + s * db))
        o += n
"""
PRODUCTS = """
@njit
def matrix(m, first, rows, columns, stride):
    if stride == columns:
        return carray(after(m, first), (rows, columns))
    copy = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            copy[i, j] = load(m, first + i * stride + j)
    return copy

@njit
def product(m, orders, r):
    rows, columns, terms = load(orders, r + 1), load(orders, r + 2), load(orders, r + 3)
    o, a, b = load(orders, r + 6), load(orders, r + 7), load(orders, r + 13)
    a_stride, b_stride = load(orders, r + 9), load(orders, r + 15)
    out = carray(after(m, o), (rows, columns))
    if load(orders, r + 8):
        left = matrix(m, a, terms, rows, a_stride)
        np.dot(left.T, matrix(m, b, terms, columns, b_stride), out)
    elif load(orders, r + 14):
        right = matrix(m, b, columns, terms, b_stride)
        np.dot(matrix(m, a, rows, terms, a_stride), right.T, out)
    else:
        left = matrix(m, a, rows, terms, a_stride)
        np.dot(left, matrix(m, b, terms, columns, b_stride), out)
"""
