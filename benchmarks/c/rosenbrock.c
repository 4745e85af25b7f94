/* Rosenbrock's function of N variables with its gradient; its Hessian, all N rows of it. */
#include <string.h>

void run(long n, const double *points, double *values, double *gradients)
{
    for (long k = 0; k < n; k++) {
        const double *x = points + N * k;
        double *g = gradients + N * k;
        double sum = 0.0, after[N];
        after[0] = 0.0;
        for (int i = 0; i < N - 1; i++) {
            const double apart = x[i + 1] - x[i] * x[i], less = 1.0 - x[i];
            sum += 100.0 * apart * apart + less * less;
            g[i] = -400.0 * x[i] * apart - 2.0 * less;
            after[i + 1] = 200.0 * apart;
        }
        g[N - 1] = 0.0;
        for (int i = 0; i < N; i++)
            g[i] += after[i];
        values[k] = sum;
    }
}

void hessian(const double *x, double *second)
{
    memset(second, 0, sizeof(double) * N * N);
    for (int i = 0; i < N - 1; i++) {
        double *here = second + i * (N + 1);
        here[0] += 1200.0 * x[i] * x[i] - 400.0 * x[i + 1] + 2.0;
        here[1] = here[N] = -400.0 * x[i];
        here[N + 1] = 200.0;
    }
}
