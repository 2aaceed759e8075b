#include "kn_head.h"
#include <math.h>

void kn_head_merge(kn_head_partial *into, double maximum, double sum, double moment) {
  double shift = maximum - into->maximum;
  if (shift > 0) {
    if (into->sum > 0) {
      double factor = exp(-shift);
      into->moment = (into->moment - shift * into->sum) * factor;
      into->sum *= factor;
    }
    into->maximum = maximum;
    into->sum += sum;
    into->moment += moment;
  } else {
    double factor = exp(shift);
    into->moment += (moment + shift * sum) * factor;
    into->sum += sum * factor;
  }
}
