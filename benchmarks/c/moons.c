/* A perceptron 2-16-16-1 with relu, hinge loss and an L2 penalty: one step over all samples. */
#include <string.h>
#define WIDE 16

double step(long samples, const double *xs, const double *targets,
            double w1[WIDE][2], double b1[WIDE], double w2[WIDE][WIDE], double b2[WIDE],
            double w3[WIDE], double b3[1])
{
    double u1[2][WIDE], u2[WIDE][WIDE]; /* a column for each neuron: neurons are side by side */
    double g1[2][WIDE] = {{0}}, g2[WIDE][WIDE] = {{0}}, g3[WIDE] = {0};
    double c1[WIDE] = {0}, c2[WIDE] = {0}, c3 = 0.0;
    double loss = 0.0, size = 0.0;
    for (int j = 0; j < WIDE; j++) {
        u1[0][j] = w1[j][0];
        u1[1][j] = w1[j][1];
        for (int i = 0; i < WIDE; i++)
            u2[i][j] = w2[j][i];
    }
    for (long k = 0; k < samples; k++) {
        const double *x = xs + 2 * k;
        double first[WIDE], second[WIDE], d1[WIDE], d2[WIDE], output = b3[0];
        for (int j = 0; j < WIDE; j++) {
            const double z = b1[j] + x[0] * u1[0][j] + x[1] * u1[1][j];
            first[j] = z > 0.0 ? z : 0.0;
        }
        memcpy(second, b2, sizeof second);
        for (int i = 0; i < WIDE; i++)
            for (int j = 0; j < WIDE; j++)
                second[j] += first[i] * u2[i][j];
        for (int j = 0; j < WIDE; j++) {
            second[j] = second[j] > 0.0 ? second[j] : 0.0;
            output += w3[j] * second[j];
        }
        const double less = 1.0 - targets[k] * output;
        if (less <= 0.0)
            continue;
        loss += less;
        const double d = -targets[k] / samples;
        c3 += d;
        for (int j = 0; j < WIDE; j++) {
            g3[j] += d * second[j];
            d2[j] = second[j] > 0.0 ? d * w3[j] : 0.0;
            c2[j] += d2[j];
        }
        for (int i = 0; i < WIDE; i++) {
            double sum = 0.0;
            for (int j = 0; j < WIDE; j++) {
                sum += u2[i][j] * d2[j];
                g2[i][j] += first[i] * d2[j];
            }
            d1[i] = first[i] > 0.0 ? sum : 0.0;
        }
        for (int j = 0; j < WIDE; j++) {
            c1[j] += d1[j];
            g1[0][j] += x[0] * d1[j];
            g1[1][j] += x[1] * d1[j];
        }
    }
#define MOVE(p, g) (size += (p) * (p), (p) -= RATE * ((g) + 2.0 * PENALTY * (p)))
    for (int j = 0; j < WIDE; j++) {
        for (int i = 0; i < 2; i++)
            MOVE(w1[j][i], g1[i][j]);
        for (int i = 0; i < WIDE; i++)
            MOVE(w2[j][i], g2[i][j]);
        MOVE(b1[j], c1[j]);
        MOVE(b2[j], c2[j]);
        MOVE(w3[j], g3[j]);
    }
    MOVE(b3[0], c3);
    return loss / samples + PENALTY * size;
}
