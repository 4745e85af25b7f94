/* The price of a call option with its five Greeks; an array for each argument. */
#include <math.h>

void run(long n, const double *given, double *prices, double *greeks)
{
    const double *spots = given, *strikes = spots + n, *rates = strikes + n;
    const double *volatilities = rates + n, *times = volatilities + n;
#pragma GCC ivdep
    for (long k = 0; k < n; k++) {
        const double spot = spots[k], strike = strikes[k], rate = rates[k];
        const double volatility = volatilities[k], time = times[k];
        const double root = sqrt(time), spread = volatility * root;
        const double growth = (rate + 0.5 * volatility * volatility) * time;
        const double d1 = (log(spot / strike) + growth) / spread, d2 = d1 - spread;
        const double n1 = 0.5 * erfc(-d1 * M_SQRT1_2), n2 = 0.5 * erfc(-d2 * M_SQRT1_2);
        const double density = spot * exp(-0.5 * d1 * d1) * (0.5 * M_2_SQRTPI * M_SQRT1_2);
        const double discount = exp(-rate * time), owed = strike * discount * n2;
        prices[k] = spot * n1 - owed;
        greeks[k] = n1;
        greeks[n + k] = -discount * n2;
        greeks[2 * n + k] = owed * time;
        greeks[3 * n + k] = density * root;
        greeks[4 * n + k] = density * volatility / (2.0 * root) + owed * rate;
    }
}
