/* The expression of micrograd's README, and its derivatives on paper. */

void run(long n, const double *a, double *values, double *gradients)
{
    for (long k = 0; k < n; k++) {
        const double x = a[k], y = a[n + k];
        const double left = y + x > 0.0, right = y - x > 0.0;
        const double d = 12.0 * (x * y + y * y * y) + 4.0 * left * (y + x) + right * (y - x);
        const double e = 4.0 * (x + y) + 3.0 - x - d;
        const double f = e * e;
        const double slope = 2.0 * e * (0.5 - 10.0 / (f * f));
        values[k] = f / 2.0 + 10.0 / f;
        gradients[k] = slope * (3.0 - 12.0 * y - 4.0 * left + right);
        gradients[n + k] = slope * (4.0 - 12.0 * x - 36.0 * y * y - 4.0 * left - right);
    }
}
