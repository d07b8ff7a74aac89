package org.odenet.benchmarks.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * torchdiffeq's adaptive solver: Dormand and Prince 1980 with Shampine's interpolation of order 4, an integral controller,
 * steps past the end. A state may have several parts; its error is the largest of the parts' errors. Where gradients are
 * recorded, autograd can go back through the steps; the choice of their sizes is left out.
 */
final class DormandPrince {

    /** The right-hand side. */
    interface Function {
        Tensor[] evaluate(double t, Tensor[] y);
    }

    private static final int ORDER = 5;
    private static final double[] NODES = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
    private static final double[] RESULT = {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0};
    private static final double[][] STAGES = {
        {},
        {1.0 / 5},
        {3.0 / 40, 9.0 / 40},
        {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
    };
    private static final double[] ERROR = {
        35.0 / 384 - 1951.0 / 21600,
        0,
        500.0 / 1113 - 22642.0 / 50085,
        125.0 / 192 - 451.0 / 720,
        -2187.0 / 6784 + 12231.0 / 42400,
        11.0 / 84 - 649.0 / 6300,
        -1.0 / 60
    };
    private static final double[] MIDDLE = {
        6025192743.0 / 30085553152.0 / 2,
        0,
        51252292925.0 / 65400821598.0 / 2,
        -2691868925.0 / 45128329728.0 / 2,
        187940372067.0 / 1594534317056.0 / 2,
        -1776094331.0 / 19743644256.0 / 2,
        11237099.0 / 235043384.0 / 2
    };

    private final Function function;
    private final double tolerance;
    private int evaluations;

    DormandPrince(Function function, double tolerance) {
        this.function = function;
        this.tolerance = tolerance;
    }

    int evaluations() {
        return evaluations;
    }

    private Tensor[] evaluate(double t, Tensor[] y) {
        evaluations++;
        return function.evaluate(t, y);
    }

    /** Where a solve is. */
    private static final class Place {
        double t;
        double h;
        Tensor[] y;
        Tensor[] derivative;
        /** The states at the observed times that were passed. */
        final List<Tensor[]> observed = new ArrayList<>();

        Tensor[] tensors() {
            return Stream.concat(Stream.of(y, derivative), observed.stream())
                    .flatMap(Stream::of)
                    .toArray(Tensor[]::new);
        }
    }

    Tensor[] solve(Tensor[] initial, double start, double end) {
        return solve(initial, start, new double[] {end}).get(0);
    }

    /** Returns the states at the observed times; the last is the end. */
    List<Tensor[]> solve(Tensor[] initial, double start, double[] times) {
        Place place = new Place();
        double direction = Math.signum(times[0] - start);
        place.t = start;
        place.y = initial;
        place.derivative = evaluate(start, initial);
        place.h = direction * firstStep(place, direction);
        while (place.observed.size() < times.length) {
            Scopes.keepAll(() -> {
                step(place, times);
                return place.tensors();
            });
        }
        return place.observed;
    }

    private double firstStep(Place place, double direction) {
        return Scopes.number(() -> {
            Tensor[] y = place.y;
            Tensor[] scale = scale(y, y);
            double d0 = largestNorm(y, scale);
            double d1 = largestNorm(place.derivative, scale);
            double h0 = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1;
            Tensor[] trial = combine(y, new double[] {direction * h0}, List.<Tensor[]>of(place.derivative));
            Tensor[] next = evaluate(place.t + direction * h0, trial);
            Tensor[] change = combine(next, new double[] {-1}, List.<Tensor[]>of(place.derivative));
            double d2 = largestNorm(change, scale) / h0;
            double h1 = d1 <= 1e-15 && d2 <= 1e-15
                    ? Math.max(1e-6, h0 * 1e-3)
                    : Math.pow(0.01 / Math.max(d1, d2), 1.0 / ORDER);
            return Math.min(100 * h0, h1);
        });
    }

    private void step(Place place, double[] times) {
        List<Tensor[]> k = new ArrayList<>();
        k.add(place.derivative);
        Tensor[] y1 = null;
        for (int i = 1; i < STAGES.length; i++) {
            y1 = combine(place.y, times(STAGES[i], place.h), k);
            k.add(evaluate(place.t + NODES[i] * place.h, y1));
        }
        double error = error(place, k, y1);
        double next = place.h * factor(error);
        if (error <= 1) {
            observe(place, times, k);
            place.t += place.h;
            place.y = y1;
            place.derivative = k.get(k.size() - 1);
        }
        place.h = next;
    }

    private static void observe(Place place, double[] times, List<Tensor[]> k) {
        while (place.observed.size() < times.length) {
            double theta = (times[place.observed.size()] - place.t) / place.h;
            if (theta > 1) {
                return;
            }
            place.observed.add(combine(place.y, times(interpolation(theta), place.h), k));
        }
    }

    private static double factor(double error) {
        double smallest = error < 1 ? 1 : 0.2;
        return error == 0 ? 10 : Math.min(10, Math.max(0.9 / Math.pow(error, 1.0 / ORDER), smallest));
    }

    private double error(Place place, List<Tensor[]> k, Tensor[] y1) {
        return Scopes.number(() -> {
            return largestNorm(combine(null, times(ERROR, place.h), k), scale(place.y, y1));
        });
    }

    /** The weights of the derivatives in the quartic that fits both ends, their derivatives and the middle. */
    private static double[] interpolation(double x) {
        double ofEnd = x * x * (-5 + x * (14 - 8 * x));
        double ofMiddle = 16 * x * x * (1 + x * (-2 + x));
        double[] weights = new double[RESULT.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = ofEnd * RESULT[i] + ofMiddle * MIDDLE[i];
        }
        weights[0] += x * (1 + x * (-4 + x * (5 - 2 * x)));
        weights[weights.length - 1] += x * x * (1 + x * (-3 + 2 * x));
        return weights;
    }

    private static double[] times(double[] weights, double factor) {
        double[] product = weights.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factor;
        }
        return product;
    }

    /** The base, or zero, plus a weighted sum. */
    private static Tensor[] combine(Tensor[] base, double[] weights, List<Tensor[]> vectors) {
        Tensor[] sums = new Tensor[vectors.get(0).length];
        for (int j = 0; j < weights.length; j++) {
            if (weights[j] != 0) {
                Scalar weight = new Scalar(weights[j]);
                for (int part = 0; part < sums.length; part++) {
                    Tensor vector = vectors.get(j)[part];
                    if (sums[part] != null) {
                        sums[part].add_(vector, weight);
                    } else {
                        sums[part] = base == null ? vector.mul(weight) : base[part].add(vector, weight);
                    }
                }
            }
        }
        return sums;
    }

    private Tensor[] scale(Tensor[] first, Tensor[] second) {
        Tensor[] scales = new Tensor[first.length];
        Scalar both = new Scalar(tolerance);
        for (int part = 0; part < first.length; part++) {
            Tensor size = first[part].abs();
            size = first == second ? size : torch.maximum(size, second[part].abs());
            scales[part] = size.mul_(both).add_(both);
        }
        return scales;
    }

    private static double largestNorm(Tensor[] values, Tensor[] scale) {
        double largest = 0;
        for (int part = 0; part < values.length; part++) {
            double norm = values[part].div(scale[part]).norm().item_double();
            largest = Math.max(largest, norm / Math.sqrt(values[part].numel()));
        }
        return largest;
    }
}
