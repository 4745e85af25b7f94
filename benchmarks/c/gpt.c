/* A transformer of one layer: one step of Adam on a sequence of TOKENS letters, by hand. */
#include <math.h>
#include <string.h>
#define PART (WIDTH / HEADS)
#define UP (4 * WIDTH)
#define FOR(i, n) for (int i = 0; i < n; i++)

typedef struct {
    double letter[LETTERS][WIDTH], place[CONTEXT][WIDTH];
    double query[WIDTH][WIDTH], key[WIDTH][WIDTH], value[WIDTH][WIDTH], join[WIDTH][WIDTH];
    double up[UP][WIDTH], down[WIDTH][UP], next[LETTERS][WIDTH];
} Weights;

/* y = W x, for W of n rows. */
static inline void apply(int n, int m, const double *W, const double *x, double *y)
{
    FOR(i, n) {
        double sum = 0.0;
        FOR(j, m) sum += W[i * m + j] * x[j];
        y[i] = sum;
    }
}

/* Derivatives back through y = W x: those by x and by W are added to. */
static inline void back(int n, int m, const double *W, const double *x, const double *d_y,
                        double *d_x, double *d_W)
{
    FOR(i, n) FOR(j, m) {
        d_x[j] += W[i * m + j] * d_y[i];
        d_W[i * m + j] += d_y[i] * x[j];
    }
}

/* y = x over the root of its mean square; returns what x is multiplied by. */
static inline double norm(const double *x, double *y)
{
    double square = 0.0;
    FOR(j, WIDTH) square += x[j] * x[j];
    const double scale = 1.0 / sqrt(square / WIDTH + EPSILON);
    FOR(j, WIDTH) y[j] = x[j] * scale;
    return scale;
}

static inline void norm_back(const double *d_y, const double *y, double scale, double *d_x)
{
    double mean = 0.0;
    FOR(j, WIDTH) mean += d_y[j] * y[j] / WIDTH;
    FOR(j, WIDTH) d_x[j] += scale * (d_y[j] - y[j] * mean);
}

typedef double Rows[TOKENS][WIDTH];

static void look_back(double look[HEADS][TOKENS][TOKENS], Rows query, Rows key, Rows value,
                      Rows d_heard, Rows d_query, Rows d_key, Rows d_value)
{
    const double shrink = 1.0 / sqrt(PART);
    FOR(h, HEADS) FOR(t, TOKENS) {
        const double *l = look[h][t], *d = d_heard[t] + h * PART;
        double d_look[TOKENS], mean = 0.0;
        FOR(s, t + 1) {
            d_look[s] = 0.0;
            FOR(j, PART) {
                d_look[s] += d[j] * value[s][h * PART + j];
                d_value[s][h * PART + j] += l[s] * d[j];
            }
            mean += l[s] * d_look[s];
        }
        FOR(s, t + 1) FOR(j, PART) {
            const double match = l[s] * (d_look[s] - mean) * shrink;
            d_query[t][h * PART + j] += match * key[s][h * PART + j];
            d_key[s][h * PART + j] += match * query[t][h * PART + j];
        }
    }
}

static void look_at(double look[HEADS][TOKENS][TOKENS], Rows query, Rows key, Rows value,
                    Rows heard)
{
    FOR(h, HEADS) FOR(t, TOKENS) {
        double *l = look[h][t], sum = 0.0;
        FOR(s, t + 1) {
            double match = 0.0;
            FOR(j, PART) match += query[t][h * PART + j] * key[s][h * PART + j];
            sum += l[s] = exp(match / sqrt(PART));
        }
        FOR(s, t + 1) l[s] /= sum;
        FOR(s, t + 1) FOR(j, PART) heard[t][h * PART + j] += l[s] * value[s][h * PART + j];
    }
}

static double gradient(const Weights *W, const double *tokens, const double *targets, Weights *G)
{
    static Rows x, y, query, key, value, between, joined, last;
    static double neurons[TOKENS][UP], p[TOKENS][LETTERS], look[HEADS][TOKENS][TOKENS];
    Rows heard = {{0}}, d_heard = {{0}}, d_query = {{0}}, d_key = {{0}}, d_value = {{0}};
    double small[TOKENS], scale[TOKENS], wide[TOKENS], loss = 0.0;
    Rows d_between = {{0}};
    FOR(t, TOKENS) {
        double sum[WIDTH];
        FOR(j, WIDTH) sum[j] = W->letter[(int)tokens[t]][j] + W->place[t][j];
        small[t] = norm(sum, x[t]);
        scale[t] = norm(x[t], y[t]);
        apply(WIDTH, WIDTH, W->query[0], y[t], query[t]);
        apply(WIDTH, WIDTH, W->key[0], y[t], key[t]);
        apply(WIDTH, WIDTH, W->value[0], y[t], value[t]);
    }
    look_at(look, query, key, value, heard);
    FOR(t, TOKENS) {
        double sum = 0.0, d_last[WIDTH] = {0}, d_neurons[UP] = {0}, d_joined[WIDTH] = {0};
        apply(WIDTH, WIDTH, W->join[0], heard[t], between[t]);
        FOR(j, WIDTH) between[t][j] += x[t][j];
        wide[t] = norm(between[t], joined[t]);
        apply(UP, WIDTH, W->up[0], joined[t], neurons[t]);
        FOR(j, UP) neurons[t][j] = neurons[t][j] > 0.0 ? neurons[t][j] : 0.0;
        apply(WIDTH, UP, W->down[0], neurons[t], last[t]);
        FOR(j, WIDTH) last[t][j] += between[t][j];
        apply(LETTERS, WIDTH, W->next[0], last[t], p[t]);
        const double score = p[t][(int)targets[t]];
        FOR(j, LETTERS) sum += p[t][j] = exp(p[t][j]);
        loss += (log(sum) - score) / TOKENS;

        FOR(j, LETTERS) p[t][j] /= sum * TOKENS;
        p[t][(int)targets[t]] -= 1.0 / TOKENS;
        back(LETTERS, WIDTH, W->next[0], last[t], p[t], d_last, G->next[0]);
        back(WIDTH, UP, W->down[0], neurons[t], d_last, d_neurons, G->down[0]);
        FOR(j, UP) d_neurons[j] = neurons[t][j] > 0.0 ? d_neurons[j] : 0.0;
        back(UP, WIDTH, W->up[0], joined[t], d_neurons, d_joined, G->up[0]);
        FOR(j, WIDTH) d_between[t][j] = d_last[j];
        norm_back(d_joined, joined[t], wide[t], d_between[t]);
        back(WIDTH, WIDTH, W->join[0], heard[t], d_between[t], d_heard[t], G->join[0]);
    }
    look_back(look, query, key, value, d_heard, d_query, d_key, d_value);
    FOR(t, TOKENS) {
        double d_y[WIDTH] = {0}, d_sum[WIDTH] = {0};
        back(WIDTH, WIDTH, W->query[0], y[t], d_query[t], d_y, G->query[0]);
        back(WIDTH, WIDTH, W->key[0], y[t], d_key[t], d_y, G->key[0]);
        back(WIDTH, WIDTH, W->value[0], y[t], d_value[t], d_y, G->value[0]);
        norm_back(d_y, y[t], scale[t], d_between[t]);
        norm_back(d_between[t], x[t], small[t], d_sum);
        FOR(j, WIDTH) {
            G->letter[(int)tokens[t]][j] += d_sum[j];
            G->place[t][j] += d_sum[j];
        }
    }
    return loss;
}

/* `memory` is what Adam remembers: means, squares, and the powers of both rates. */
double step(const double *tokens, const double *targets, double *held, double *memory)
{
    static Weights G;
    const int n = sizeof G / sizeof(double);
    double *mean = memory + 2, *square = mean + n, *g = (double *)&G;
    memset(&G, 0, sizeof G);
    const double loss = gradient((const Weights *)held, tokens, targets, &G);
    memory[0] *= BETA1;
    memory[1] *= BETA2;
    FOR(i, n) {
        mean[i] = BETA1 * mean[i] + (1.0 - BETA1) * g[i];
        square[i] = BETA2 * square[i] + (1.0 - BETA2) * g[i] * g[i];
        const double root = sqrt(square[i] / (1.0 - memory[1]));
        held[i] -= RATE / (1.0 - memory[0]) * mean[i] / (root + 1e-8);
    }
    return loss;
}
