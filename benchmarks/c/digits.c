/* A perceptron IN-HIDDEN-OUT with tanh and cross-entropy: one step over a batch. */
#include <math.h>
#include <string.h>

double step(long samples, const double *xs, const double *targets,
            double w1[HIDDEN][IN], double b1[HIDDEN], double w2[OUT][HIDDEN], double b2[OUT])
{
    static double u1[IN][HIDDEN], g1[IN][HIDDEN]; /* a column for each neuron */
    static double u2[HIDDEN][OUT], g2[HIDDEN][OUT], c1[HIDDEN], c2[OUT];
    double loss = 0.0;
    memset(g1, 0, sizeof g1);
    memset(g2, 0, sizeof g2);
    memset(c1, 0, sizeof c1);
    memset(c2, 0, sizeof c2);
    for (int i = 0; i < IN; i++)
        for (int j = 0; j < HIDDEN; j++)
            u1[i][j] = w1[j][i];
    for (int i = 0; i < HIDDEN; i++)
        for (int j = 0; j < OUT; j++)
            u2[i][j] = w2[j][i];
    for (long k = 0; k < samples; k++) {
        const double *x = xs + IN * k;
        const int target = targets[k];
        double hidden[HIDDEN], inner[HIDDEN], y[OUT], d[OUT], top = -INFINITY, sum = 0.0;
        memcpy(hidden, b1, sizeof hidden);
        for (int i = 0; i < IN; i++)
            for (int j = 0; j < HIDDEN; j++)
                hidden[j] += x[i] * u1[i][j];
        for (int j = 0; j < HIDDEN; j++)
            hidden[j] = tanh(hidden[j]);
        memcpy(y, b2, sizeof y);
        for (int i = 0; i < HIDDEN; i++)
            for (int j = 0; j < OUT; j++)
                y[j] += hidden[i] * u2[i][j];
        for (int j = 0; j < OUT; j++)
            top = y[j] > top ? y[j] : top;
        for (int j = 0; j < OUT; j++)
            sum += d[j] = exp(y[j] - top);
        loss += log(sum) + top - y[target];
        for (int j = 0; j < OUT; j++)
            d[j] /= sum * samples;
        d[target] -= 1.0 / samples;
        for (int i = 0; i < HIDDEN; i++) {
            double back = 0.0;
            for (int j = 0; j < OUT; j++) {
                back += u2[i][j] * d[j];
                g2[i][j] += hidden[i] * d[j];
            }
            inner[i] = back * (1.0 - hidden[i] * hidden[i]);
            c1[i] += inner[i];
        }
        for (int j = 0; j < OUT; j++)
            c2[j] += d[j];
        for (int i = 0; i < IN; i++)
            for (int j = 0; j < HIDDEN; j++)
                g1[i][j] += x[i] * inner[j];
    }
    for (int j = 0; j < HIDDEN; j++) {
        b1[j] -= RATE * c1[j];
        for (int i = 0; i < IN; i++)
            w1[j][i] -= RATE * g1[i][j];
    }
    for (int j = 0; j < OUT; j++) {
        b2[j] -= RATE * c2[j];
        for (int i = 0; i < HIDDEN; i++)
            w2[j][i] -= RATE * g2[i][j];
    }
    return loss / samples;
}
