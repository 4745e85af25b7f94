/* Lotka-Volterra by Runge-Kutta, and the adjoint, for eight sets of rates at a time. */
#define LANES 8
#define EACH for (int l = 0; l < lanes; l++)

typedef struct { double x, y; } Pair;
typedef struct { double born, eaten, fed, dead; } Rates;

static inline Pair change(Pair s, Rates r)
{
    const double meetings = s.x * s.y;
    return (Pair){r.born * s.x - r.eaten * meetings, r.fed * meetings - r.dead * s.y};
}

static inline Pair moved(Pair s, double h, Pair by)
{
    return (Pair){s.x + h * by.x, s.y + h * by.y};
}

/* The derivative by a state, from p, that by the change there; those by the rates are added. */
static inline Pair back(Pair s, Pair p, Rates r, Rates *g)
{
    const double meeting = r.fed * p.y - r.eaten * p.x;
    g->born += p.x * s.x;
    g->eaten -= p.x * s.x * s.y;
    g->fed += p.y * s.x * s.y;
    g->dead -= p.y * s.y;
    return (Pair){p.x * r.born + meeting * s.y, meeting * s.x - p.y * r.dead};
}

static inline Pair scaled(double a, Pair p, double b, Pair q)
{
    return (Pair){a * p.x + b * q.x, a * p.y + b * q.y};
}

static inline Pair forward(Pair s, Rates r)
{
    const Pair a = change(s, r), b = change(moved(s, STEP / 2, a), r);
    const Pair c = change(moved(s, STEP / 2, b), r), d = change(moved(s, STEP, c), r);
    return moved(moved(s, STEP / 6, moved(a, 1.0, d)), STEP / 3, moved(b, 1.0, c));
}

static inline Pair pulled(Pair s, Pair p, Rates r, Rates *g)
{
    const Pair s2 = moved(s, STEP / 2, change(s, r));
    const Pair s3 = moved(s, STEP / 2, change(s2, r));
    const Pair s4 = moved(s, STEP, change(s3, r));
    const Pair p4 = back(s4, scaled(STEP / 6, p, 0.0, p), r, g);
    const Pair p3 = back(s3, scaled(STEP / 3, p, STEP, p4), r, g);
    const Pair p2 = back(s2, scaled(STEP / 3, p, STEP / 2, p3), r, g);
    const Pair p1 = back(s, scaled(STEP / 6, p, STEP / 2, p2), r, g);
    return (Pair){p.x + p1.x + p2.x + p3.x + p4.x, p.y + p1.y + p2.y + p3.y + p4.y};
}

static inline __attribute__((always_inline)) void
some(int lanes, long n, const double *rates, double *values, double *gradients)
{
    double xs[STEPS + 1][LANES], ys[STEPS + 1][LANES], px[LANES], py[LANES], g[4][LANES];
    EACH xs[0][l] = ys[0][l] = 1.0;
    for (int i = 0; i < STEPS; i++)
        EACH {
            const Rates r = {rates[l], rates[n + l], rates[2 * n + l], rates[3 * n + l]};
            const Pair s = forward((Pair){xs[i][l], ys[i][l]}, r);
            xs[i + 1][l] = s.x;
            ys[i + 1][l] = s.y;
        }
    EACH {
        values[l] = xs[STEPS][l] + ys[STEPS][l];
        px[l] = py[l] = 1.0;
        g[0][l] = g[1][l] = g[2][l] = g[3][l] = 0.0;
    }
    for (int i = STEPS - 1; i >= 0; i--)
        EACH {
            const Rates r = {rates[l], rates[n + l], rates[2 * n + l], rates[3 * n + l]};
            Rates sum = {g[0][l], g[1][l], g[2][l], g[3][l]};
            const Pair p = pulled((Pair){xs[i][l], ys[i][l]}, (Pair){px[l], py[l]}, r, &sum);
            px[l] = p.x;
            py[l] = p.y;
            g[0][l] = sum.born;
            g[1][l] = sum.eaten;
            g[2][l] = sum.fed;
            g[3][l] = sum.dead;
        }
    for (int i = 0; i < 4; i++)
        EACH gradients[i * n + l] = g[i][l];
}

void run(long n, const double *rates, double *values, double *gradients)
{
    long k = 0;
    for (; k + LANES <= n; k += LANES)
        some(LANES, n, rates + k, values + k, gradients + k);
    for (; k < n; k++)
        some(1, n, rates + k, values + k, gradients + k);
}
